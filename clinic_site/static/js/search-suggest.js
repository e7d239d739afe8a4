// Suggestions below a search box, after the ARIA pattern of a combobox with a list.
// Without this the form is a plain search. Nothing typed is kept in the browser.
const PAUSE = 150;
const SHORTEST = 2;

for (const form of document.querySelectorAll(".search-form")) {
  const input = form.querySelector("input");
  const list = document.createElement("ul");
  let timer = 0;
  let asked = 0;
  let active = -1;

  list.id = `${input.id}-list`;
  list.className = "search-form__list";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("button").getAttribute("aria-label"));
  form.append(list);
  const states = {
    role: "combobox", "aria-autocomplete": "list",
    "aria-controls": list.id, "aria-expanded": "false",
  };
  for (const [name, value] of Object.entries(states)) input.setAttribute(name, value);

  const options = () => [...list.children];

  const choose = (index) => {
    active = index;
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    const option = list.children[index];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };

  const show = (found) => {
    list.replaceChildren(...found.map(({ label, kind, url }, at) => {
      const option = document.createElement("li");
      const small = document.createElement("span");
      option.id = `${list.id}-${at}`;
      option.setAttribute("role", "option");
      option.dataset.url = url;
      small.textContent = kind;
      option.append(label, " ", small);
      return option;
    }));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    choose(-1);
  };

  const close = () => {
    clearTimeout(timer);
    asked += 1;
    show([]);
  };

  const ask = async () => {
    asked += 1;
    const mine = asked;
    const words = input.value.trim();
    if (words.length < SHORTEST) {
      show([]);
      return;
    }
    const address = new URL("suggest/", form.action);
    address.searchParams.set("q", words);
    try {
      const answer = await fetch(address, { cache: "no-store", referrerPolicy: "no-referrer" });
      const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
      // A later letter may have been answered first.
      if (mine === asked && document.activeElement === input) show(suggestions);
    } catch {
      if (mine === asked) show([]);
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (list.hidden) {
      if (event.key === "ArrowDown" && input.value) {
        event.preventDefault();
        ask();
      }
      return;
    }
    if (event.key === "ArrowDown") choose(active < last ? active + 1 : -1);
    else if (event.key === "ArrowUp") choose(active < 0 ? last : active - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && active >= 0) location.assign(list.children[active].dataset.url);
    else return;
    event.preventDefault();
    // The menu around a search box closes with Escape too: one thing at a time.
    event.stopPropagation();
  });
  // A press must not take the focus away before the click arrives.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
}
