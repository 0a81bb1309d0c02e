/// Where the parts of a reference stand in the text as written, before anything is implied.
///
///     reference = name [ ":" tag ] [ "@" digest ]
///     name      = [ domain "/" ] path
///
/// Upstream matches this against the text with Docker Hub's defaults filled in. Matching the text
/// as written gives the same answer, since what is filled in is always well-formed; the one
/// exception, an IPv6 address that Docker Hub's rule does not recognise, is `ReferenceLayout`'s to
/// refuse.
struct ReferenceSyntax {
  struct Digest {
    let start: Int
    let colon: Int
    /// The end of the lower-case digits: of all of them, in a digest that is accepted.
    let lowercaseEnd: Int
  }

  /// The end of the first part of the name: the first "/", or the end of a name without one.
  let firstEnd: Int
  /// The first part is a domain by its syntax unless it has an underscore, and it may be a
  /// component of a path as well.
  let firstTraits: PartTraits
  let nameEnd: Int
  /// The end of the tag, or of the name when there is no tag.
  let tagEnd: Int
  let digest: Digest?

  /// Reads the whole text in one pass; only a first part that is not a path component is read
  /// twice.
  @inline(__always)
  init(_ bytes: Span<UInt8>) throws(Mismatch) {
    (firstEnd, firstTraits) = try Self.firstPart(of: bytes)
    nameEnd = try PathGrammar.remainder(in: bytes, from: firstEnd)

    let hasTag = bytes.byte(at: nameEnd) == UInt8(ascii: ":")
    tagEnd = hasTag ? try TagGrammar.tag(in: bytes, from: nameEnd + 1) : nameEnd

    switch bytes.byte(at: tagEnd) {
    case nil:
      digest = nil
    case UInt8(ascii: "@"):
      digest = try DigestGrammar.digest(in: bytes, from: tagEnd + 1)
    default:
      throw Mismatch(offset: tagEnd, expected: .repository)
    }
  }

  /// A path component if it can be one, which most domains can; else a domain.
  @inline(__always)
  private static func firstPart(
    of bytes: Span<UInt8>
  ) throws(Mismatch) -> (end: Int, traits: PartTraits) {
    let component: (end: Int, traits: PartTraits)
    do {
      component = try PathGrammar.component(in: bytes, from: 0)
    } catch {
      return try domain(in: bytes, unlessBetter: error)
    }
    switch bytes.byte(at: component.end) {
    case nil, UInt8(ascii: "/"), UInt8(ascii: "@"):
      return component
    case UInt8(ascii: ":"):
      let portEnd = DomainGrammar.port(in: bytes, from: component.end)
      // Without a "/" after it, or without digits, that is a tag.
      guard portEnd > component.end, bytes.byte(at: portEnd) == UInt8(ascii: "/") else {
        return component
      }
      // Of a domain in lower case, an underscore is all that a component does not check.
      guard !component.traits.contains(.underscore) else { return try domain(in: bytes) }
      return (portEnd, component.traits.union(.colon))
    default:
      return try domain(
        in: bytes, unlessBetter: Mismatch(offset: component.end, expected: .repository))
    }
  }

  private static func domain(
    in bytes: Span<UInt8>
  ) throws(Mismatch) -> (end: Int, traits: PartTraits) {
    let end = try DomainGrammar.domain(in: bytes)
    return (end, PartTraits(of: bytes.extracting(first: end)))
  }

  /// Reads the text's domain after it turned out not to begin with a path.
  ///
  /// If it has no domain either, the reading that got further tells the author more.
  private static func domain(
    in bytes: Span<UInt8>, unlessBetter asPath: Mismatch
  ) throws(Mismatch) -> (end: Int, traits: PartTraits) {
    do {
      return try domain(in: bytes)
    } catch {
      throw error.offset > asPath.offset ? error : asPath
    }
  }
}
