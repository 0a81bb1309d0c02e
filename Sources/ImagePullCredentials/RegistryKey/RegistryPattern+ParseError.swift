extension RegistryPattern {
  /// Why a text is not a registry pattern: Go's `url.Parse` refuses it.
  ///
  /// The kubelet logs such a key and goes on without the credential. No part of the text is in the
  /// error, so no part of a password in it either. To ask for a kind of error compare ``code``; two
  /// errors are equal when all of their parts are.
  public struct ParseError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public let code: Code
    /// Where, in bytes of UTF-8 from the beginning of the text as written.
    public let offset: Int

    /// An error, as a test may need one.
    ///
    /// - Parameters:
    ///   - code: what is wrong.
    ///   - offset: the byte of the text at which it is noticed.
    public init(code: Code, offset: Int) {
      self.code = code
      self.offset = offset
    }

    /// What is wrong, at which byte, and what would be right.
    public var description: String {
      let text = Self.texts[code]
      return
        "\(text?.mistake ?? code.rawValue) at byte \(offset)\(text.map { ": \($0.advice)" } ?? "")"
    }

    private static let texts: [Code: (mistake: String, advice: String)] = [
      .controlCharacter: (
        "control character", "write the key without line breaks, tabs and other control characters"
      ),
      .invalidHostCharacter: (
        "invalid character in the host",
        "a host consists of labels and dots, as in \"registry.example.com\""
      ),
      .escapedHostCharacter: (
        "percent escape of an ASCII character in the host", "write the character itself"
      ),
      .invalidPort: (
        "invalid port",
        "a port is a colon and decimal digits, as in \"registry.example.com:5000\"; "
          + "it cannot be a pattern"
      ),
      .invalidPercentEncoding: (
        "invalid percent escape",
        "'%' takes two hexadecimal digits; write '%25' for the character itself"
      ),
      .invalidIPLiteral: (
        "invalid bracketed address",
        "brackets enclose an IPv6 address at the beginning of the host, as in \"[::1]:5000\""
      ),
      .invalidUserinfo: (
        "invalid character before '@'",
        "leave out user and password; they belong into the entry, not into its key"
      ),
    ]
  }
}

extension RegistryPattern.ParseError {
  /// A kind of mistake. More may be added; compare with the constants and handle the rest alike.
  public struct Code: StableCode {
    /// The stable name, such as `invalid-port`.
    public let rawValue: String

    /// The code of this name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A byte below 0x20, or 0x7F, before any `#`: often the newline that ends a file.
    public static let controlCharacter = Code(rawValue: "control-character")
    /// An ASCII character that no host may hold, such as a space, a backslash or a brace.
    public static let invalidHostCharacter = Code(rawValue: "invalid-host-character")
    /// A percent escape in the host that stands for an ASCII character.
    public static let escapedHostCharacter = Code(rawValue: "escaped-host-character")
    /// A colon in the host with anything but digits after it, `*` among others, or text after `]`.
    public static let invalidPort = Code(rawValue: "invalid-port")
    /// A `%` without two hexadecimal digits after it.
    public static let invalidPercentEncoding = Code(rawValue: "invalid-percent-encoding")
    /// Brackets around anything but an IPv6 address, or not at the beginning of the host.
    ///
    /// So no label of a key can hold a character class: neither `[a-z].io` nor `a[b].io` is read.
    public static let invalidIPLiteral = Code(rawValue: "invalid-ip-literal")
    /// A character before `@` that user information may hold only as a percent escape.
    public static let invalidUserinfo = Code(rawValue: "invalid-userinfo")

    /// All codes of this version.
    public static let allCases: [Code] = [
      .controlCharacter, .invalidHostCharacter, .escapedHostCharacter, .invalidPort,
      .invalidPercentEncoding, .invalidIPLiteral, .invalidUserinfo,
    ]
  }
}
