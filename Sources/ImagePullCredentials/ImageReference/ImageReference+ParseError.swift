extension ImageReference {
  /// Why a text is not an image reference, and where.
  ///
  /// Two errors are equal if all their parts are equal; compare ``code`` for the kind. The codes are the
  /// kinds of error that upstream distinguishes (distribution/reference: reference.go;
  /// opencontainers/go-digest: digest.go), and agree with upstream for every input.
  public struct ParseError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of error.
    public let code: Code

    /// The byte offset of the error in the given text, or the length of the text if it ends too
    /// early.
    public let offset: Int

    private let found: UInt8?
    private let expected: Expectation?

    /// An error of this kind, for tests: the parser's errors also show the byte at `offset` and say
    /// what is expected there.
    ///
    /// - Parameters:
    ///   - code: the kind of error.
    ///   - offset: the byte, from 0.
    public init(_ code: Code, at offset: Int) {
      self.code = code
      self.offset = offset
      found = nil
      expected = nil
    }

    init(_ code: Code, at offset: Int, in bytes: Span<UInt8>, expected: Expectation) {
      self.code = code
      self.offset = offset
      self.found = bytes.byte(at: offset)
      self.expected = expected
    }

    /// One line: the code, the byte and what is expected.
    ///
    /// Of the text itself, it shows only the byte at `offset`.
    public var description: String {
      guard let expected else { return "\(code): byte \(offset)" }
      guard let found else {
        return "\(code): the text ends at byte \(offset); \(expected.rawValue)"
      }
      let isPrintable = found > 0x20 && found < 0x7F
      let shown =
        isPrintable
        ? "\"\(Unicode.Scalar(found))\"" : "0x" + String(found, radix: 16, uppercase: true)
      return "\(code): byte \(offset) is \(shown); \(expected.rawValue)"
    }
  }
}

extension ImageReference.ParseError {
  /// A kind of error. More may be added; compare with the constants and have a default for the
  /// rest.
  public struct Code: StableCode {
    /// The stable name, such as `name-too-long`.
    public let rawValue: String

    /// The code of that name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The text does not follow the grammar.
    public static let invalidFormat = Code(rawValue: "invalid-format")
    /// The text, or its repository, has capitals where the grammar requires lower case.
    public static let nameContainsUppercase = Code(rawValue: "name-contains-uppercase")
    /// The repository has more than 255 bytes.
    public static let nameTooLong = Code(rawValue: "name-too-long")
    /// The text is 64 lower-case hexadecimal digits, which an engine reads as an image ID.
    public static let nameIsIdentifier = Code(rawValue: "name-is-identifier")
    /// The digest's algorithm is not sha256, sha384 or sha512.
    public static let digestUnsupportedAlgorithm = Code(rawValue: "digest-unsupported-algorithm")
    /// The digest does not have the number of digits of its algorithm.
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
  /// What is expected at the offset of an error.
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

/// Where a text stops following the grammar, and what the grammar expects there.
struct Mismatch: Error {
  let offset: Int
  let expected: ImageReference.ParseError.Expectation
}

extension ImageReference.ParseError {
  /// The kind of error that upstream gives for a text that does not follow the grammar.
  ///
  /// Upstream reports capitals before it reports the format: first capitals in the repository,
  /// which it reads up to the first colon, then capitals without which the whole text would follow
  /// the grammar (distribution/reference: normalize.go, `ParseNormalizedNamed`; reference.go,
  /// `Parse`). Go's `strings.ToLower` defines what a capital is.
  static func explaining(_ mismatch: Mismatch, in bytes: Span<UInt8>) -> Self {
    let remote = RemoteName(in: bytes)
    if let change = GoLowercase.firstChange(in: bytes.extracting(remote.range)) {
      return .init(
        .nameContainsUppercase, at: remote.range.lowerBound + change, in: bytes,
        expected: .lowercaseRepository)
    }
    let isBracketedNamespace =
      remote.range.lowerBound == 0 && bytes.byte(at: 0) == UInt8(ascii: "[")
    if !isBracketedNamespace, followsGrammarInLowercase(bytes) {
      return .init(
        .nameContainsUppercase, at: decidingChange(mismatch, in: bytes), in: bytes,
        expected: mismatch.expected)
    }
    return .init(.invalidFormat, at: mismatch.offset, in: bytes, expected: mismatch.expected)
  }

  static func followsGrammarInLowercase(_ bytes: Span<UInt8>) -> Bool {
    // A lower-case text was already parsed.
    guard GoLowercase.firstChange(in: bytes) != nil, let lowered = GoLowercase.ascii(bytes) else {
      return false
    }
    return (try? ReferenceSyntax(lowered.span)) != nil
  }

  /// The letter that breaks the grammar: the one at the mismatch or, if a domain with capitals was
  /// read up to something that only a path may have, the first.
  private static func decidingChange(_ mismatch: Mismatch, in bytes: Span<UInt8>) -> Int {
    let rest = bytes.extracting(mismatch.offset..<bytes.count)
    if GoLowercase.firstChange(in: rest) == 0 { return mismatch.offset }
    return GoLowercase.firstChange(in: bytes) ?? mismatch.offset
  }
}

/// What upstream reads as the repository before it parses anything: the text after the registry, if
/// it names one, up to the first colon (distribution/reference: normalize.go, `splitDockerDomain`).
struct RemoteName {
  let range: Range<Int>
  /// Whether `library/` is implied in front of it.
  let impliesOfficial: Bool

  init(in bytes: Span<UInt8>) {
    let firstEnd = bytes.end(from: 0) { $0 != UInt8(ascii: "/") }
    let first = bytes.extracting(first: firstEnd)
    let namesRegistry = firstEnd < bytes.count && DockerHub.isRegistry(first)
    let start = namesRegistry ? firstEnd + 1 : 0
    range = start..<bytes.end(from: start) { $0 != UInt8(ascii: ":") }
    let isHub =
      !namesRegistry || first.hasSameBytes(as: DockerHub.registry.bytes)
      || first.hasSameBytes(as: DockerHub.legacyRegistry.bytes)
    impliesOfficial =
      isHub && bytes.firstOffset(of: UInt8(ascii: "/"), in: start..<bytes.count) == nil
  }
}
