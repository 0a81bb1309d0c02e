// Recognising mistakes in usernames and passwords.

import ImagePullCredentials
import KubernetesPulls

/// Recognises how a username or a password was created: an unexpanded variable, quotes, base64.
/// There is one function for each shape; the rules decide what a shape means for a pull.
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

  /// Whether a shell, a template or CI should have replaced it: `${X}`, `$(X)`, `$X`, `%X%`. Only
  /// the variable itself, unless it is in braces: passwords may contain a `$`.
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

  /// Capitals, digits and underscores, as in names of environment variables.
  private static func isVariableName(_ name: ArraySlice<UInt8>) -> Bool {
    name.allSatisfy { $0.isUppercase || $0.isDigit || $0 == UInt8(ascii: "_") }
      && name.contains { !$0.isDigit }
  }

  /// Whether the text is a template's placeholder or an example's word: `{{ .token }}`, `<path:…>`,
  /// `changeme`, `PASSWORD`.
  static func isPlaceholder(_ text: String) -> Bool {
    if isEnclosed(text, in: [("<", ">"), ("{{", "}}"), ("[[", "]]")]) { return true }
    if ["USER", "TOKEN"].contains(where: { text.utf8.elementsEqual($0.utf8) }) { return true }
    guard text.utf8.count <= 64, let first = text.utf8.first else { return false }
    let small = text.utf8.map(\.lowercasedASCII)
    return words.contains { small.elementsEqual($0.utf8) }
      || ["your-", "your_", "your "].contains { small.starts(with: $0.utf8) }
      || small.count > 8 && ["-here", "_here"].contains { small.suffix(5).elementsEqual($0.utf8) }
      || small.count > 2 && "x*.".utf8.contains(first | 0x20) && small.allSatisfy { $0 == small[0] }
  }

  /// Whether a tool should have replaced it with a value that is stored elsewhere: SOPS, vals,
  /// Vault, 1Password, a template, the replacement of tokens in CI.
  static func isReference(_ text: String) -> Bool {
    isEnclosed(
      text,
      in: [
        ("{{", "}}"), ("ENC[", "]"), ("<path:", ">"), ("#{", "}#"), ("@@", "@@"), ("__", "__"),
      ])
      || text.hasPrefix("ref+") && text.hasBytes("://")
      || text.hasPrefix("op://") || text.hasPrefix("vault:secret/")
  }

  private static func isEnclosed(_ text: String, in marks: [(String, String)]) -> Bool {
    marks.contains { opener, closer in
      text.utf8.count > opener.utf8.count + closer.utf8.count
        && text.utf8.starts(with: opener.utf8)
        && text.utf8.reversed().starts(with: closer.utf8.reversed())
    }
  }

  private static let words = [
    "changeme", "change-me", "change_me", "password", "your-password", "your_password",
    "yourpassword", "username", "your-username", "your_username", "yourusername", "your-token",
    "your_token", "todo", "xxx", "xxxx", "redacted", "replaceme", "replace-me", "replace_me",
    // What jq, JavaScript and Go print for a missing value.
    "null", "undefined", "<nil>", "%!s(<nil>)",
  ]

  /// Whether the text still has the quotes from a file or a command.
  static func isQuoted(_ text: String) -> Bool {
    guard text.utf8.count > 2, let first = text.utf8.first, first == text.utf8.last else {
      return false
    }
    return first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
  }

  /// Whether the text is base64 of readable text, and so was encoded once too often. Random text
  /// decodes to unreadable bytes.
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

  /// Whether a shell removed `$name` from the name of a Harbor robot, `robot$name`.
  static func hasLostDollar(username: String) -> Bool {
    username.utf8.elementsEqual("robot".utf8) || username.utf8.starts(with: "robot+".utf8)
  }

  /// Whether the credential belongs to a CI job and expires with it: GitLab's job token, GitHub's
  /// `GITHUB_TOKEN`.
  static func isOfJob(username: String, password: String) -> Bool {
    username.utf8.elementsEqual("gitlab-ci-token".utf8)
      || ["ghs_", "glcbt-"].contains { prefix in
        TokenShape.isToken(password) && password.utf8.starts(with: prefix.utf8)
          || TokenShape.isToken(username) && username.utf8.starts(with: prefix.utf8)
      }
  }
}

// MARK: - The lifetime of tokens

/// The lifetime of a password that is a token, from the token or its age.
struct TokenLifetime: Equatable {
  let kind: Kind
  /// When it expires; nil if neither the token nor the Secret shows it.
  let expiry: Timestamp?
  let basis: Basis

  enum Kind {
    /// A token of Amazon ECR.
    case ecr
    /// A JSON Web Token, as from Azure's registry.
    case jwt
    /// An access token of Google, which contains no expiry.
    case oauth2
    /// An IAM token of Yandex Cloud.
    case yandex
  }

  /// Where ``expiry`` comes from.
  enum Basis {
    /// The token says so.
    case token
    /// The Secret's newest time, plus the lifetime of such tokens.
    case secretTime
  }

  /// The lifetime of `credential`; nil if its password is not a token that expires. `secret` is its
  /// Secret.
  init?(of credential: Credential, in secret: Secret?) {
    let username = credential.username
    let password = credential.revealPassword()
    if username == Self.ecrUsername {
      self.init(.ecr, says: Self.ecrExpiration(password), or: 12 * hour, from: secret)
    } else if let expiry = Self.jwtExpiration(password) {
      self.init(.jwt, says: expiry, or: 0, from: secret)
    } else if username == Self.azureTokenUsername {
      self.init(.jwt, says: nil, or: 3 * hour, from: secret)
    } else if username == Self.googleTokenUsername {
      self.init(.oauth2, says: nil, or: hour, from: secret)
    } else if username == Self.yandexTokenUsername, password.hasPrefix("t1.") {
      self.init(.yandex, says: nil, or: 12 * hour, from: secret)
    } else {
      return nil
    }
  }

  private init(_ kind: Kind, says expiry: Timestamp?, or length: Int64, from secret: Secret?) {
    self.kind = kind
    self.expiry =
      expiry ?? secret?.metadata.newestTimestamp.flatMap { $0.advanced(bySeconds: length) }
    basis = expiry == nil ? .secretTime : .token
  }

  /// The lifetime of an ECR token.
  static let ecr = Duration.seconds(12 * 3_600)
  /// The user of all ECR tokens.
  static let ecrUsername = "AWS"
  /// The user of an Azure access token.
  static let azureTokenUsername = "00000000-0000-0000-0000-000000000000"
  /// The user of a Google access token.
  static let googleTokenUsername = "oauth2accesstoken"
  /// The user of an IAM token of Yandex Cloud, which begins with `t1.` and is valid for at most 12
  /// hours.
  static let yandexTokenUsername = "iam"
}

private let hour: Int64 = 3_600

extension TokenLifetime {
  /// The member `expiration` of the JSON in an ECR password, seconds since 1970.
  ///
  /// AWS does not document the format, so a password without it may be valid.
  private static func ecrExpiration(_ password: String) -> Timestamp? {
    var json: [UInt8] = []
    do {
      let padding: Base64.Padding = password.utf8.last == UInt8(ascii: "=") ? .required : .absent
      try Base64.decode(password.utf8.span, padding: padding, appendingTo: &json)
    } catch {
      return nil
    }
    return JSONMember.number("expiration", of: json).flatMap(Timestamp.init(seconds:))
  }

  /// The claim `exp` of a JSON Web Token. Source: RFC 7519, 4.1.4.
  private static func jwtExpiration(_ password: String) -> Timestamp? {
    let parts = password.utf8.split(
      separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 3, !parts[0].isEmpty, !parts[2].isEmpty else { return nil }
    // base64url differs from base64 in two characters. Source: RFC 7515, 2.
    let payload = parts[1].map { byte in
      switch byte {
      case UInt8(ascii: "-"): UInt8(ascii: "+")
      case UInt8(ascii: "_"): UInt8(ascii: "/")
      default: byte
      }
    }
    var json: [UInt8] = []
    do {
      try Base64.decode(payload.span, padding: .absent, appendingTo: &json)
    } catch {
      return nil
    }
    return JSONMember.number("exp", of: json).flatMap(Timestamp.init(seconds:))
  }
}

extension Timestamp {
  /// The time of a number in JSON; nil if it is out of range.
  fileprivate init?(seconds: Double) {
    guard abs(seconds) < 1e15 else { return nil }
    self.init(secondsSince1970: Int64(seconds))
  }

  /// The time `seconds` later; nil if it is out of range.
  func advanced(bySeconds seconds: Int64) -> Timestamp? {
    let (sum, overflow) = secondsSince1970.addingReportingOverflow(seconds)
    return overflow ? nil : Timestamp(secondsSince1970: sum)
  }
}

// MARK: - Members of JSON

/// Reads single members of a JSON object in a password, or instead of a document.
enum JSONMember {
  /// The number `name` of the object `json`; nil if there is none.
  static func number(_ name: String, of json: [UInt8]) -> Double? {
    find(name, in: json) { reader throws(JSONError) in
      guard try reader.kind() == .number else { return nil }
      let range = try reader.number()
      return Double(String(copying: reader.bytes.extracting(range)))
    }
  }

  /// The string `name` of the object `json`.
  static func string(_ name: String, of json: [UInt8]) -> String? {
    find(name, in: json) { reader throws(JSONError) in
      guard try reader.kind() == .string else { return nil }
      return reader.text(try reader.string())
    }
  }

  /// The only member of the object `json`, if it is a string.
  static func onlyString(of json: [UInt8]) -> String? {
    do {
      var reader = JSONReader(json.span)
      guard try reader.kind() == .object else { return nil }
      var members = try reader.beginObject()
      guard try reader.nextName(&members) != nil, try reader.kind() == .string else { return nil }
      let value = reader.text(try reader.string())
      return try reader.nextName(&members) == nil ? value : nil
    } catch {
      return nil
    }
  }

  private static func find<Value>(
    _ name: String, in json: [UInt8],
    read: (inout JSONReader) throws(JSONError) -> Value?
  ) -> Value? {
    do throws(JSONError) {
      var reader = JSONReader(json.span)
      guard try reader.kind() == .object else { return nil }
      var members = try reader.beginObject()
      while let member = try reader.nextName(&members) {
        if reader.equals(member, name) { return try read(&reader) }
        try reader.skipValue()
      }
      return nil
    } catch {
      return nil
    }
  }
}
