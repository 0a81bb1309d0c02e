/// Where a text stops following the grammar, and what the grammar would have there.
struct Mismatch: Error {
  let offset: Int
  let expected: ImageReference.ParseError.Expectation
}

extension ImageReference.ParseError {
  /// The kind of error that upstream gives for a text that does not follow the grammar.
  ///
  /// Upstream blames capitals before it blames the format: those of the repository, which it looks
  /// at first and takes to reach to the first colon, and then any without which the whole text
  /// would follow the grammar (distribution/reference: normalize.go, `ParseNormalizedNamed`;
  /// reference.go, `Parse`). What a capital is, Go's `strings.ToLower` says.
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
    // A text in lower case has been read already.
    guard GoLowercase.firstChange(in: bytes) != nil, let lowered = GoLowercase.ascii(bytes) else {
      return false
    }
    return (try? ReferenceSyntax(lowered.span)) != nil
  }

  /// The letter that keeps a text from following the grammar: the one at the mismatch, or, when a
  /// domain was read over its capitals to something that only a path may have, the first.
  private static func decidingChange(_ mismatch: Mismatch, in bytes: Span<UInt8>) -> Int {
    let rest = bytes.extracting(mismatch.offset..<bytes.count)
    if GoLowercase.firstChange(in: rest) == 0 { return mismatch.offset }
    return GoLowercase.firstChange(in: bytes) ?? mismatch.offset
  }
}

/// What upstream takes for the repository before it parses anything: the text after the registry, if
/// it names one, up to the first colon (distribution/reference: normalize.go, `splitDockerDomain`).
struct RemoteName {
  let range: Range<Int>
  /// Whether `library/` is implied in front of it.
  let impliesOfficial: Bool

  init(in bytes: Span<UInt8>) {
    let firstEnd = bytes.end(from: 0) { $0 != UInt8(ascii: "/") }
    let first = bytes.extracting(first: firstEnd)
    let namesRegistry = firstEnd < bytes.count && DockerHub.isRegistry(first, PartTraits(of: first))
    let start = namesRegistry ? firstEnd + 1 : 0
    range = start..<bytes.end(from: start) { $0 != UInt8(ascii: ":") }
    let isHub =
      !namesRegistry || first.hasSameBytes(as: DockerHub.registry.bytes)
      || first.hasSameBytes(as: DockerHub.legacyRegistry.bytes)
    impliesOfficial =
      isHub && bytes.firstOffset(of: UInt8(ascii: "/"), in: start..<bytes.count) == nil
  }
}
