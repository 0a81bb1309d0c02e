extension ImageReference {
  /// Why a text is not an image reference, and where.
  ///
  /// To ask for a kind of error compare ``code``; two errors are equal when all of their parts are. The codes are the
  /// kinds of error that upstream tells apart (distribution/reference: reference.go; opencontainers/go-digest:
  /// digest.go), and agree with upstream for every input.
  public struct ParseError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public let code: Code
    /// The byte at which it was noticed, counted from 0 in the text as given; the text's length where it ends too early.
    public let offset: Int
    /// The byte at `offset`; nil where the text ends too early.
    public let byte: UInt8?
    /// What would be right there.
    public let explanation: String

    /// An error, as a test may need one.
    ///
    /// - Parameters:
    ///   - code: what is wrong.
    ///   - offset: the byte of the text at which it is noticed.
    ///   - byte: the byte at `offset`; nil where the text ends too early.
    ///   - explanation: what would be right there.
    public init(code: Code, offset: Int, byte: UInt8?, explanation: String) {
      self.code = code
      self.offset = offset
      self.byte = byte
      self.explanation = explanation
    }

    init(_ code: Code, at offset: Int, in bytes: Span<UInt8>, expected: Expectation) {
      self.init(
        code: code, offset: offset, byte: bytes.byte(at: offset), explanation: expected.rawValue)
    }

    /// One line: the code, the byte and what would be right.
    ///
    /// Of the text itself it shows no more than the byte at `offset`.
    public var description: String {
      guard let byte else { return "\(code): the text ends at byte \(offset); \(explanation)" }
      let isPrintable = byte > 0x20 && byte < 0x7F
      let shown =
        isPrintable
        ? "\"\(Unicode.Scalar(byte))\"" : "0x" + String(byte, radix: 16, uppercase: true)
      return "\(code): byte \(offset) is \(shown); \(explanation)"
    }
  }
}

extension ImageReference.ParseError {
  /// A kind of mistake. More may be added; compare with the constants and handle the rest alike.
  public struct Code: StableCode {
    /// The stable name, such as `name-too-long`.
    public let rawValue: String

    /// The code of that name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The text does not follow the grammar.
    public static let invalidFormat = Code(rawValue: "invalid-format")
    /// The text would follow the grammar, or its repository might, if it were in lower case.
    public static let nameContainsUppercase = Code(rawValue: "name-contains-uppercase")
    /// The repository has more than 255 bytes.
    public static let nameTooLong = Code(rawValue: "name-too-long")
    /// The text is 64 lower-case hexadecimal digits, which an engine takes for the id of an image.
    public static let nameIsIdentifier = Code(rawValue: "name-is-identifier")
    /// The digest is of another algorithm than sha256, sha384 and sha512.
    public static let digestUnsupportedAlgorithm = Code(rawValue: "digest-unsupported-algorithm")
    /// The digest has more or fewer digits than its algorithm writes.
    public static let digestInvalidLength = Code(rawValue: "digest-invalid-length")
    /// The digest has a capital where only lower case is allowed.
    public static let digestInvalidFormat = Code(rawValue: "digest-invalid-format")

    /// All codes of this version.
    public static let allCases = [
      invalidFormat, nameContainsUppercase, nameTooLong, nameIsIdentifier,
      digestUnsupportedAlgorithm, digestInvalidLength, digestInvalidFormat,
    ]
  }
}

extension ImageReference.ParseError {
  /// What would be right at the offset of an error.
  enum Expectation: String {
    case repository = """
      a repository is a-z and 0-9, joined by ".", "_", "__", dashes or "/"; \
      :tag and @digest may follow
      """
    case lowercaseRepository = "a repository is written in lower case"
    case shortRepository = "a repository has at most 255 bytes, \"library/\" included"
    case namedRepository = "64 hexadecimal digits are an image id; name a repository"
    case domain = """
      a registry is labels of A-Z a-z 0-9 and inner dashes joined by ".", or an IPv6 address in \
      brackets; then :port, if any, and "/"
      """
    case tag = """
      a tag is 1 to 128 of A-Z a-z 0-9 _ . -, not starting with . or -; only @digest may follow
      """
    case digest = """
      a digest is an algorithm, ":" and 32 or more hexadecimal digits, and comes last
      """
    case lowercaseDigest = "a digest is written in lower case"
    case knownAlgorithm = "the algorithms are sha256, sha384 and sha512"
    case sha256Length = "sha256 has 64 hexadecimal digits"
    case sha384Length = "sha384 has 96 hexadecimal digits"
    case sha512Length = "sha512 has 128 hexadecimal digits"
  }
}
