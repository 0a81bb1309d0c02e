extension RegistryPattern {
  /// Why a text is not a registry pattern: Go's `url.Parse` refuses it.
  ///
  /// The kubelet logs such a key and goes on without the credential. Two errors are equal when
  /// their codes are. No part of the text is in the error, so no part of a password in it either.
  public struct ParseError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public let code: Code
    /// Where, in bytes of UTF-8 from the beginning of the text as written.
    public let offset: Int

    init(_ code: Code, at offset: Int) {
      self.code = code
      self.offset = offset
    }

    /// What is wrong, at which byte, and what would be right.
    public var description: String {
      "\(code) at byte \(offset): \(code.advice)"
    }

    /// Whether the codes are equal, wherever the errors are.
    public static func == (left: Self, right: Self) -> Bool {
      left.code == right.code
    }

    /// Feeds the code to `hasher`.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(code)
    }
  }
}

extension RegistryPattern.ParseError {
  /// The kinds of mistakes, of which there may be more one day.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Kind: Sendable {
      case controlCharacter
      case invalidHostCharacter
      case escapedHostCharacter
      case invalidPort
      case invalidPercentEncoding
      case invalidIPLiteral
      case invalidUserinfo
    }

    private let kind: Kind

    private init(_ kind: Kind) {
      self.kind = kind
    }

    /// A byte below 0x20, or 0x7F, before any `#`: often the newline that ends a file.
    public static let controlCharacter = Code(.controlCharacter)
    /// An ASCII character that no host may hold, such as a space, a backslash or a brace.
    public static let invalidHostCharacter = Code(.invalidHostCharacter)
    /// A percent escape in the host that stands for an ASCII character.
    public static let escapedHostCharacter = Code(.escapedHostCharacter)
    /// A colon in the host with anything but digits after it, `*` among others, or text after `]`.
    public static let invalidPort = Code(.invalidPort)
    /// A `%` without two hexadecimal digits after it.
    public static let invalidPercentEncoding = Code(.invalidPercentEncoding)
    /// Brackets around anything but an IPv6 address, or not at the beginning of the host.
    ///
    /// So no label of a key can hold a character class: neither `[a-z].io` nor `a[b].io` is read.
    public static let invalidIPLiteral = Code(.invalidIPLiteral)
    /// A character before `@` that user information may hold only as a percent escape.
    public static let invalidUserinfo = Code(.invalidUserinfo)

    /// The mistake, in a few words.
    public var description: String {
      switch kind {
      case .controlCharacter: "control character"
      case .invalidHostCharacter: "invalid character in the host"
      case .escapedHostCharacter: "percent escape of an ASCII character in the host"
      case .invalidPort: "invalid port"
      case .invalidPercentEncoding: "invalid percent escape"
      case .invalidIPLiteral: "invalid bracketed address"
      case .invalidUserinfo: "invalid character before '@'"
      }
    }

    fileprivate var advice: String {
      switch kind {
      case .controlCharacter:
        "write the key without line breaks, tabs and other control characters"
      case .invalidHostCharacter:
        "a host consists of labels and dots, as in \"registry.example.com\""
      case .escapedHostCharacter:
        "write the character itself"
      case .invalidPort:
        "a port is a colon and decimal digits, as in \"registry.example.com:5000\"; "
          + "it cannot be a pattern"
      case .invalidPercentEncoding:
        "'%' takes two hexadecimal digits; write '%25' for the character itself"
      case .invalidIPLiteral:
        "brackets enclose an IPv6 address at the beginning of the host, as in \"[::1]:5000\""
      case .invalidUserinfo:
        "leave out user and password; they belong into the entry, not into its key"
      }
    }
  }
}
