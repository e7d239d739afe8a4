// The desk's menus close with Escape, and when focus or a click leaves them.

const menus = document.querySelectorAll(".desk-menu__all, .desk-menu__more");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = [...menus].findLast((menu) => menu.open);
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

for (const kind of ["click", "focusin"]) {
  document.addEventListener(kind, (event) => {
    for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
  });
}
