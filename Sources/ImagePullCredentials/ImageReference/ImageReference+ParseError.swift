extension ImageReference {
  /// Why a text is not an image reference, and where.
  ///
  /// Two errors are equal when their codes are. The codes are the kinds of error that upstream
  /// tells apart (distribution/reference: reference.go; opencontainers/go-digest: digest.go), and
  /// agree with upstream for every input.
  public struct ParseError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of error it is.
    ///
    /// More codes may come; a `switch` over them needs a `default`.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
      private enum Kind: String {
        case invalidFormat = "invalid-format"
        case nameContainsUppercase = "name-contains-uppercase"
        case nameTooLong = "name-too-long"
        case nameIsIdentifier = "name-is-identifier"
        case digestUnsupportedAlgorithm = "digest-unsupported-algorithm"
        case digestInvalidLength = "digest-invalid-length"
        case digestInvalidFormat = "digest-invalid-format"
      }

      private let kind: Kind

      /// The text does not follow the grammar.
      public static let invalidFormat = Code(kind: .invalidFormat)
      /// The text would follow the grammar, or its repository might, if it were in lower case.
      public static let nameContainsUppercase = Code(kind: .nameContainsUppercase)
      /// The repository has more than 255 bytes.
      public static let nameTooLong = Code(kind: .nameTooLong)
      /// The text is 64 lower-case hexadecimal digits, which an engine takes for the id of an
      /// image.
      public static let nameIsIdentifier = Code(kind: .nameIsIdentifier)
      /// The digest is of another algorithm than sha256, sha384 and sha512.
      public static let digestUnsupportedAlgorithm = Code(kind: .digestUnsupportedAlgorithm)
      /// The digest has more or fewer digits than its algorithm writes.
      public static let digestInvalidLength = Code(kind: .digestInvalidLength)
      /// The digest has a capital where only lower case is allowed.
      public static let digestInvalidFormat = Code(kind: .digestInvalidFormat)

      /// The code in lower case with dashes, such as `name-too-long`; it is stable, for logs and
      /// tests.
      public var description: String { kind.rawValue }
    }

    /// What kind of error it is.
    public let code: Code

    /// The byte where the trouble is, counted from 0 in the text as given, or the length of the
    /// text when it ends too early.
    public let offset: Int

    private let found: UInt8?
    private let expected: Expectation

    init(_ code: Code, at offset: Int, in bytes: Span<UInt8>, expected: Expectation) {
      self.code = code
      self.offset = offset
      self.found = bytes.byte(at: offset)
      self.expected = expected
    }

    /// One line: the code, the byte and what would be right.
    ///
    /// Of the text itself it shows no more than the byte at `offset`.
    public var description: String {
      guard let found else {
        return "\(code): the text ends at byte \(offset); \(expected.rawValue)"
      }
      let isPrintable = found > 0x20 && found < 0x7F
      let shown =
        isPrintable
        ? "\"\(Unicode.Scalar(found))\"" : "0x" + String(found, radix: 16, uppercase: true)
      return "\(code): byte \(offset) is \(shown); \(expected.rawValue)"
    }

    /// Whether the codes are the same, wherever the trouble is.
    public static func == (left: ParseError, right: ParseError) -> Bool {
      left.code == right.code
    }

    /// Hashes the code alone.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(code)
    }
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
