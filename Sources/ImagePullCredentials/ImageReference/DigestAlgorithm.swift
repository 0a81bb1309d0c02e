/// The digest algorithms a reference may name, and how each writes its value.
///
/// The three that go-digest v1.0.0 knows, with which released kubelets are built. Upstream asks
/// for the hash function to be linked in too; a kubelet links all three.
/// (opencontainers/go-digest: digest.go, `Validate`; algorithm.go, `Available`.)
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

  /// Upstream's general pattern has algorithms in lower case only, so a capital is a matter of
  /// format and not of support (go-digest: digest.go, `DigestRegexp`).
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
