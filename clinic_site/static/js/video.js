// Nothing comes from a video's host until somebody presses play; then the frame takes
// the place of the still picture. Without this file the press opens the host's page.
for (const link of document.querySelectorAll(".video__link")) {
  link.addEventListener("click", (event) => {
    // Opening it in a tab of its own is the reader's to choose.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.className = "video__frame";
    frame.title = link.dataset.title;
    frame.allow = "autoplay; fullscreen; picture-in-picture";
    frame.allowFullscreen = true;
    // Hosts refuse to play for nobody; the site's name is all they get.
    frame.referrerPolicy = "strict-origin";
    frame.src = link.dataset.frame;
    link.replaceWith(frame);
    frame.focus();
  });
}
