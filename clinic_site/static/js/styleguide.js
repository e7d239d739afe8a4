// The style guide: each frame as high as what stands in it. Without this the frames
// keep the height their markup says, and scroll.

const fit = (frame) => {
  const body = frame.contentDocument?.body;
  if (body) frame.height = Math.ceil(body.getBoundingClientRect().height);
};

for (const frame of document.querySelectorAll(".sample__frame")) {
  const watch = () => {
    const body = frame.contentDocument?.body;
    if (body) new ResizeObserver(() => fit(frame)).observe(body);
  };
  frame.addEventListener("load", watch);
  watch();
}
