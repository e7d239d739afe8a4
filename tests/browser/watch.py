"""Notes what must never happen in a page: errors, CSP violations, third parties."""

REPORT = """
document.addEventListener("securitypolicyviolation", event => console.error(
  "policy: " + event.effectiveDirective + " " + event.blockedURI + " at "
  + event.sourceFile + ":" + event.lineNumber + " " + event.sample));
"""
NO_REQUEST = ("data:", "blob:", "about:", "chrome-error:")


class Watch:
    """Everything that went wrong in one person's browser."""

    def __init__(self, context, url: str):
        self.url = url
        self.found: list[str] = []
        self.foreign: list[str] = []
        self.expected: list[str] = []
        context.add_init_script(REPORT)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.found.append(f"error: {error.error}"))
        context.on("request", self._request)

    def expect(self, text: str) -> None:
        """Let errors through that hold `text`: the test provokes them."""
        self.expected.append(text)

    def forget(self) -> None:
        """Begin anew, with nothing found and nothing expected."""
        self.found.clear()
        self.foreign.clear()
        self.expected.clear()

    def _console(self, message) -> None:
        text = message.text
        wrong = message.type == "error" or "Content Security Policy" in text
        if wrong and not any(expected in text for expected in self.expected):
            self.found.append(f"{message.location.get('url')}: {text}")

    def _request(self, request) -> None:
        if not request.url.startswith((self.url, *NO_REQUEST)):
            self.foreign.append(request.url)
            self.found.append(f"request to {request.url}")
