/// The name of an image as written, without tag and digest and without Docker Hub's defaults.
///
/// This is upstream's `Parse`; `ImageReference` is its `ParseNormalizedNamed`. `nginx:1` has the name
/// `nginx` here. (distribution/reference: reference.go.)
package enum WrittenName {
  package static func name(of text: String) throws(ImageReference.ParseError) -> String {
    let bytes = text.utf8Span.span
    let syntax: ReferenceSyntax
    do throws(Mismatch) {
      syntax = try ReferenceSyntax(bytes)
    } catch {
      let isCase = ImageReference.ParseError.followsGrammarInLowercase(bytes)
      throw .init(
        isCase ? .nameContainsUppercase : .invalidFormat, at: error.offset, in: bytes,
        expected: error.expected)
    }
    // The first part is a domain if it can be one.
    let hasDomain =
      syntax.firstEnd < syntax.nameEnd && !bytes.hasUnderscore(before: syntax.firstEnd)
    let limit =
      (hasDomain ? syntax.firstEnd + 1 : 0) + ReferenceLayout.maximumRepositoryLength
    guard syntax.nameEnd <= limit else {
      throw .init(.nameTooLong, at: limit, in: bytes, expected: .shortRepository)
    }
    if let digest = syntax.digest { try DigestAlgorithm.check(digest, in: bytes) }
    return String(copying: bytes.extracting(first: syntax.nameEnd))
  }
}

extension ImageReference.ParseError {
  /// Upstream's error text for `text`, for messages that repeat a kubelet's word for word.
  /// `ParseNormalizedNamed` (`isNormalizing`) has its own words for two errors.
  package func upstreamText(parsing text: String, isNormalizing: Bool) -> String {
    switch code {
    case .nameContainsUppercase:
      let bytes = text.utf8Span.span
      let remote = RemoteName(in: bytes)
      let name = bytes.extracting(remote.range)
      guard isNormalizing, GoLowercase.firstChange(in: name) != nil else {
        return "repository name must be lowercase"
      }
      let prefix = remote.impliesOfficial ? "\(DockerHub.officialPrefix)" : ""
      return "invalid reference format: repository name (\(prefix)\(String(copying: name))) "
        + "must be lowercase"
    case .nameIsIdentifier:
      return "invalid repository name (\(text)), cannot specify 64-byte hexadecimal strings"
    case .nameTooLong: return "repository name must not be more than 255 characters"
    case .digestUnsupportedAlgorithm: return "unsupported digest algorithm"
    case .digestInvalidLength: return "invalid checksum digest length"
    case .digestInvalidFormat: return "invalid checksum digest format"
    default: return "invalid reference format"
    }
  }
}
