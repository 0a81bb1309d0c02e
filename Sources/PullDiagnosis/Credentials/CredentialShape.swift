import ImagePullCredentials

/// What a username or a password gives away about how it was made: a variable that nothing
/// expanded, quotes, base64. One function for each shape; what a shape means for a pull is for the
/// rules to say.
enum CredentialShape {
  /// White space or a NUL at an end, in words: `ends with a newline`.
  static func margin(of text: String) -> String? {
    if let name = text.utf8.last.flatMap(name(ofWhiteSpace:)) { return "ends with \(name)" }
    return text.utf8.first.flatMap(name(ofWhiteSpace:)).map { "begins with \($0)" }
  }

  private static func name(ofWhiteSpace byte: UInt8) -> String? {
    switch byte {
    case UInt8(ascii: "\n"): "a newline"
    case UInt8(ascii: "\r"): "a carriage return"
    case UInt8(ascii: " "): "a space"
    case UInt8(ascii: "\t"): "a tab"
    case 0: "a NUL byte"
    default: nil
    }
  }

  /// Whether a shell, a template or CI was to put something in its place: `${X}`, `$(X)`, `$X`,
  /// `%X%`. Nothing but the variable, unless it is in braces: passwords may hold a `$`.
  static func isVariable(_ text: String) -> Bool {
    for (opener, closer) in [("${", "}"), ("$(", ")")]
    where text.hasBytes(opener) && text.hasBytes(closer) {
      return true
    }
    let bytes = Array(text.utf8)
    guard bytes.count > 2, let first = bytes.first, let last = bytes.last else { return false }
    let name =
      if first == UInt8(ascii: "$") {
        bytes[1...]
      } else if first == UInt8(ascii: "%"), last == UInt8(ascii: "%") {
        bytes[1..<bytes.count - 1]
      } else {
        bytes[..<0]
      }
    return name.count > 1 && isVariableName(name)
  }

  /// Capitals, digits and low lines, as names in the environment are.
  private static func isVariableName(_ name: ArraySlice<UInt8>) -> Bool {
    name.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "_"):
        true
      default: false
      }
    } && name.contains { $0 > UInt8(ascii: "9") }
  }

  /// Whether the text is a template's mark or an example's word: `{{ .token }}`, `<path:…>`,
  /// `changeme`, `PASSWORD`.
  static func isPlaceholder(_ text: String) -> Bool {
    let isMarked = [("<", ">"), ("{{", "}}"), ("[[", "]]")].contains { opener, closer in
      text.utf8.count > opener.utf8.count + closer.utf8.count
        && text.utf8.starts(with: opener.utf8) && text.utf8.reversed().starts(with: closer.utf8)
    }
    guard !isMarked else { return true }
    if ["USER", "TOKEN"].contains(where: { text.utf8.elementsEqual($0.utf8) }) { return true }
    guard text.utf8.count <= 20 else { return false }
    let small = text.utf8.map(\.lowercasedASCII)
    return words.contains { small.elementsEqual($0.utf8) }
  }

  private static let words = [
    "changeme", "change-me", "change_me", "password", "your-password", "your_password",
    "yourpassword", "username", "your-username", "your_username", "yourusername", "your-token",
    "your_token", "todo", "xxx", "xxxx", "redacted", "replaceme", "replace-me", "replace_me",
  ]

  /// Whether the text is still in the quotes that it had in a file or a command.
  static func isQuoted(_ text: String) -> Bool {
    guard text.utf8.count > 2, let first = text.utf8.first, first == text.utf8.last else {
      return false
    }
    return first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
  }

  /// Whether the text is base64 of readable text, and so was encoded once more than needed. What is
  /// random decodes to bytes that are not readable.
  static func isBase64OfText(_ text: String) -> Bool {
    guard text.utf8.count >= 12, text.utf8.count.isMultiple(of: 4) else { return false }
    var decoded: [UInt8] = []
    do {
      try Base64.decode(text.utf8.span, padding: .required, appendingTo: &decoded)
    } catch {
      return false
    }
    if decoded.last == UInt8(ascii: "\n") { decoded.removeLast() }
    return decoded.count >= 8 && decoded.allSatisfy { $0 > UInt8(ascii: " ") && $0 < 0x7F }
  }

  /// Whether a shell took `$name` out of the name of a Harbor robot, `robot$name`.
  static func hasLostDollar(username: String) -> Bool {
    username.utf8.elementsEqual("robot".utf8) || username.utf8.starts(with: "robot+".utf8)
  }

  /// Whether the credential is given to a CI job and ends with it: GitLab's job token, GitHub's
  /// `GITHUB_TOKEN`.
  static func isOfJob(username: String, password: String) -> Bool {
    username.utf8.elementsEqual("gitlab-ci-token".utf8)
      || ["ghs_", "glcbt-"].contains { prefix in
        TokenShape.isToken(password) && password.utf8.starts(with: prefix.utf8)
          || TokenShape.isToken(username) && username.utf8.starts(with: prefix.utf8)
      }
  }
}
