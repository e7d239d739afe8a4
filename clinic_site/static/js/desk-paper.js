// What leaves the screen: onto paper or into another program. Without it both work
// by the browser's own print and copy.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const text = document.getElementById(button.dataset.copy);
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    text.focus();
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = label; }, 4000);
    } catch {
      // Not allowed here: the text is selected, and the keys for copying work.
    }
  });
}
