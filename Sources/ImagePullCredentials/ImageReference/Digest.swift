/// The shape of a digest of any algorithm; see `DigestAlgorithm` for what is accepted.
///
///     digest              = algorithm ":" 32*HEXDIG
///     algorithm           = algorithm-component *( ( "-" / "_" / "+" / "." ) algorithm-component )
///     algorithm-component = ALPHA *( ALPHA / DIGIT )
///
/// (distribution/reference: regexp.go, `digestPat`.)
enum DigestGrammar {
  static let minimumHexLength = 32

  /// Reads the digest from `start`, just after the "@", to the end of the text.
  @inline(__always)
  static func digest(
    in bytes: Span<UInt8>, from start: Int
  ) throws(Mismatch) -> ReferenceSyntax.Digest {
    let colon = try algorithm(in: bytes, from: start)
    let lowercaseEnd = bytes.endOfLowercaseHex(from: colon + 1)
    let end = bytes.end(from: lowercaseEnd) { $0.isHexDigit }
    guard end == bytes.count, end - colon > minimumHexLength else {
      throw Mismatch(offset: end, expected: .digest)
    }
    return ReferenceSyntax.Digest(start: start, colon: colon, lowercaseEnd: lowercaseEnd)
  }

  @inline(__always)
  private static func algorithm(in bytes: Span<UInt8>, from start: Int) throws(Mismatch) -> Int {
    var offset = start
    while true {
      guard let first = bytes.byte(at: offset), first.isLetter else {
        throw Mismatch(offset: offset, expected: .digest)
      }
      offset = bytes.end(from: offset + 1) { $0.isAlphanumeric }
      switch bytes.byte(at: offset) {
      case UInt8(ascii: ":"):
        return offset
      case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "."):
        offset += 1
      default:
        throw Mismatch(offset: offset, expected: .digest)
      }
    }
  }
}

/// The digest algorithms a reference may name, and how each writes its value.
///
/// The three of go-digest v1.0.0, which released kubelets use. Upstream also requires the hash
/// function to be linked in; a kubelet links all three. (opencontainers/go-digest: digest.go,
/// `Validate`; algorithm.go, `Available`.)
enum DigestAlgorithm {
  case sha256
  case sha384
  case sha512

  init?(_ name: Span<UInt8>) {
    if name.hasSameBytes(as: ("sha256" as StaticString).bytes) {
      self = .sha256
    } else if name.hasSameBytes(as: ("sha384" as StaticString).bytes) {
      self = .sha384
    } else if name.hasSameBytes(as: ("sha512" as StaticString).bytes) {
      self = .sha512
    } else {
      return nil
    }
  }

  /// Two digits for each byte of the hash.
  var hexLength: Int {
    switch self {
    case .sha256: 64
    case .sha384: 96
    case .sha512: 128
    }
  }

  private var expectedLength: ImageReference.ParseError.Expectation {
    switch self {
    case .sha256: .sha256Length
    case .sha384: .sha384Length
    case .sha512: .sha512Length
    }
  }

  /// Checks a digest that has the shape of `DigestGrammar`: the algorithm, then the length, then
  /// the case of the digits, in upstream's order.
  @inline(__always)
  static func check(
    _ digest: ReferenceSyntax.Digest, in bytes: Span<UInt8>
  ) throws(ImageReference.ParseError) {
    guard let algorithm = DigestAlgorithm(bytes.extracting(digest.start..<digest.colon)) else {
      throw unknownAlgorithm(digest, in: bytes)
    }
    let hexEnd = digest.colon + 1 + algorithm.hexLength
    guard bytes.count == hexEnd else {
      throw .init(
        .digestInvalidLength, at: min(bytes.count, hexEnd), in: bytes,
        expected: algorithm.expectedLength)
    }
    guard digest.lowercaseEnd == hexEnd else {
      throw .init(
        .digestInvalidFormat, at: digest.lowercaseEnd, in: bytes, expected: .lowercaseDigest)
    }
  }

  /// Upstream's general pattern has only lower-case algorithms, so a capital is a format error, not
  /// an unsupported algorithm (go-digest: digest.go, `DigestRegexp`).
  private static func unknownAlgorithm(
    _ digest: ReferenceSyntax.Digest, in bytes: Span<UInt8>
  ) -> ImageReference.ParseError {
    let capital = bytes.end(from: digest.start) { !$0.isUppercase }
    return capital < digest.colon
      ? .init(.digestInvalidFormat, at: capital, in: bytes, expected: .lowercaseDigest)
      : .init(
        .digestUnsupportedAlgorithm, at: digest.start, in: bytes, expected: .knownAlgorithm)
  }
}

extension Span<UInt8> {
  /// The end of the run of 0-9 and a-f from `start`, read eight bytes at a time: a digest is most
  /// of its text.
  @inline(__always)
  func endOfLowercaseHex(from start: Int) -> Int {
    var offset = start
    while count - offset >= 8 {
      // The load is bounds-checked, and any eight bytes are a valid word.
      let word = bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
      guard word.isLowercaseHex else { break }
      offset += 8
    }
    return end(from: offset) { $0.isLowercaseHexDigit }
  }
}

extension UInt64 {
  /// Whether each of the eight bytes is in 0-9 or a-f.
  ///
  /// For a byte below 0x80, adding `0x80 - bound` sets the top bit if and only if the byte is at
  /// least `bound`, and does not carry into the next byte.
  @inline(__always)
  fileprivate var isLowercaseHex: Bool {
    let each: UInt64 = 0x0101_0101_0101_0101
    let topBits = each &* 0x80
    guard self & topBits == 0 else { return false }
    let isDigit = (self &+ each &* (0x80 - 0x30)) & ~(self &+ each &* (0x80 - 0x3A))
    let isLetter = (self &+ each &* (0x80 - 0x61)) & ~(self &+ each &* (0x80 - 0x67))
    return (isDigit | isLetter) & topBits == topBits
  }
}
