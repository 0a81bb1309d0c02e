/// Text that stands where a JSON object should begin, told apart so that the error can say what to
/// do.
enum ForeignText {
  /// Why the text at `offset`, which does not begin with `{`, is not `kubectl`'s JSON.
  static func failure(at offset: Int, in bytes: Span<UInt8>) -> ManifestFailure {
    let text = bytes.extracting(offset..<bytes.count)
    if text.hasPrefix(in: yaml) {
      return ManifestFailure(
        code: .yaml, offset: offset,
        explanation: "this is YAML; run kubectl get with -o json and pass that")
    }
    return ManifestFailure(code: .notJSON, offset: offset, explanation: describe(text))
  }

  private static func describe(_ text: Span<UInt8>) -> String {
    if text.hasPrefix("<") {
      return "this is a web page, as proxies and log-in forms send, not what kubectl prints"
    }
    if text.hasPrefix("[") {
      return "an array stands alone here; pass kubectl's output whole, not its items"
    }
    if text.hasPrefix("NAME ") || text.hasPrefix("NAMESPACE ") {
      return "this is kubectl's table; run kubectl get with -o json"
    }
    if text.hasPrefix(in: messages) {
      return "this is a message from kubectl, not its output; run the command alone to see why"
    }
    if text.count > 1, [[0xFF, 0xFE], [0xFE, 0xFF]].contains([text[0], text[1]]) {
      return "this is UTF-16, as PowerShell writes files; save it as UTF-8"
    }
    if text.hasPrefix("\u{FEFF}") {
      return "a byte order mark stands before the text; save it as UTF-8 without one"
    }
    return "a JSON object belongs here; pass what kubectl get -o json prints"
  }

  private static let yaml = [
    "---", "apiVersion:", "kind:", "items:", "metadata:", "- ", "#", "%YAML",
  ]

  private static let messages = [
    "Error from server", "error:", "Error:", "The connection to the server", "Unable to connect",
    "No resources found", "Warning:",
  ]
}

extension Span<UInt8> {
  fileprivate func hasPrefix(in prefixes: [String]) -> Bool {
    for prefix in prefixes where hasPrefix(prefix) { return true }
    return false
  }

  fileprivate func hasPrefix(_ prefix: String) -> Bool { starts(with: prefix.utf8.span) }
}
