/// The offsets of the parts of a reference in the original text, before defaults are applied.
///
///     reference = name [ ":" tag ] [ "@" digest ]
///     name      = [ domain "/" ] path
///
/// Upstream matches this against the text with Docker Hub's defaults filled in. Matching the
/// original text gives the same result, since the defaults are always well-formed. The one
/// exception is an IPv6 address that Docker Hub's rule does not recognise; `ReferenceLayout`
/// rejects it.
struct ReferenceSyntax {
  struct Digest {
    let start: Int
    let colon: Int
    /// The end of the lower-case digits; in an accepted digest, the end of all digits.
    let lowercaseEnd: Int
  }

  /// The end of the first part of the name: the first "/", or the end of a name without one.
  let firstEnd: Int
  let nameEnd: Int
  /// The end of the tag, or of the name when there is no tag.
  let tagEnd: Int
  let digest: Digest?

  /// Reads the whole text in one pass; only a first part that is not a path component is read
  /// twice.
  @inline(__always)
  init(_ bytes: Span<UInt8>) throws(Mismatch) {
    firstEnd = try Self.firstPart(of: bytes)
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

  /// A path component if possible, which most domains are too; else a domain.
  @inline(__always)
  private static func firstPart(
    of bytes: Span<UInt8>
  ) throws(Mismatch) -> Int {
    let component: Int
    do {
      component = try PathGrammar.component(in: bytes, from: 0)
    } catch {
      return try domain(in: bytes, unlessBetter: error)
    }
    switch bytes.byte(at: component) {
    case nil, UInt8(ascii: "/"), UInt8(ascii: "@"):
      return component
    case UInt8(ascii: ":"):
      let portEnd = DomainGrammar.port(in: bytes, from: component)
      // Without a "/" after it, or without digits, that is a tag.
      guard portEnd > component, bytes.byte(at: portEnd) == UInt8(ascii: "/") else {
        return component
      }
      // A component without an underscore is also a valid domain.
      guard !bytes.hasUnderscore(before: component) else {
        return try DomainGrammar.domain(in: bytes)
      }
      return portEnd
    default:
      return try domain(
        in: bytes, unlessBetter: Mismatch(offset: component, expected: .repository))
    }
  }

  /// Reads the text's domain if it does not begin with a path.
  ///
  /// If it has no domain either, the attempt that got further gives the more useful error.
  private static func domain(
    in bytes: Span<UInt8>, unlessBetter asPath: Mismatch
  ) throws(Mismatch) -> Int {
    do {
      return try DomainGrammar.domain(in: bytes)
    } catch {
      throw error.offset > asPath.offset ? error : asPath
    }
  }
}

/// The registry's part of a name.
///
///     domain           = host [ ":" 1*DIGIT ]
///     host             = domain-component *( "." domain-component ) / "[" IPv6 "]"
///     domain-component = ALPHA-DIGIT / ALPHA-DIGIT *( ALPHA-DIGIT / "-" ) ALPHA-DIGIT
///     IPv6             = 1*( HEXDIG / ":" )
///
/// The address is any run of hexadecimal digits and colons, not a checked IPv6 address, and the
/// port any run of digits: upstream leaves both to the code that connects (distribution/reference:
/// regexp.go, `ipv6address`, `optionalPort`). A domain has no length limit of its own.
enum DomainGrammar {
  /// Reads the domain that the text begins with and returns the offset of the "/" after it.
  static func domain(in bytes: Span<UInt8>) throws(Mismatch) -> Int {
    let isBracketed = bytes.byte(at: 0) == UInt8(ascii: "[")
    let hostEnd = isBracketed ? try ipv6Address(in: bytes) : try domainName(in: bytes)
    let end = port(in: bytes, from: hostEnd)
    guard bytes.byte(at: end) == UInt8(ascii: "/") else {
      throw Mismatch(offset: end, expected: .domain)
    }
    return end
  }

  /// The end of the port whose colon would be at `offset`; `offset` itself when there is none.
  @inline(__always)
  static func port(in bytes: Span<UInt8>, from offset: Int) -> Int {
    guard bytes.byte(at: offset) == UInt8(ascii: ":") else { return offset }
    let end = bytes.end(from: offset + 1) { $0.isDigit }
    return end > offset + 1 ? end : offset
  }

  private static func domainName(in bytes: Span<UInt8>) throws(Mismatch) -> Int {
    var offset = 0
    while true {
      offset = try domainComponent(in: bytes, from: offset)
      guard bytes.byte(at: offset) == UInt8(ascii: ".") else { return offset }
      offset += 1
    }
  }

  private static func domainComponent(
    in bytes: Span<UInt8>, from start: Int
  ) throws(Mismatch) -> Int {
    var offset = start
    while true {
      let end = bytes.end(from: offset) { $0.isAlphanumeric }
      guard end > offset else { throw Mismatch(offset: end, expected: .domain) }
      offset = bytes.end(from: end) { $0 == UInt8(ascii: "-") }
      if offset == end { return end }
    }
  }

  private static func ipv6Address(in bytes: Span<UInt8>) throws(Mismatch) -> Int {
    let end = bytes.end(from: 1) { $0.isHexDigit || $0 == UInt8(ascii: ":") }
    guard end > 1, bytes.byte(at: end) == UInt8(ascii: "]") else {
      throw Mismatch(offset: end, expected: .domain)
    }
    return end + 1
  }
}

/// The repository's part of a name.
///
///     path           = path-component *( "/" path-component )
///     path-component = alphanumeric *( separator alphanumeric )
///     alphanumeric   = 1*( a-z / 0-9 )
///     separator      = "." / "_" / "__" / 1*"-"
///
/// Any number of dashes is allowed, so that any host name can also be a component. Two underscores
/// are a separator and three are not, for historical reasons upstream (distribution/reference:
/// regexp.go, `separator`).
enum PathGrammar {
  /// Reads one component, and returns its end: the first byte that cannot continue it.
  @inline(__always)
  static func component(
    in bytes: Span<UInt8>, from start: Int
  ) throws(Mismatch) -> Int {
    var offset = start
    while true {
      let end = bytes.end(from: offset) { $0.isLowercaseAlphanumeric }
      guard end > offset else { throw Mismatch(offset: end, expected: .repository) }
      offset = end
      switch bytes.byte(at: offset) {
      case UInt8(ascii: "."):
        offset += 1
      case UInt8(ascii: "-"):
        offset = bytes.end(from: offset) { $0 == UInt8(ascii: "-") }
      case UInt8(ascii: "_"):
        offset += bytes.byte(at: offset + 1) == UInt8(ascii: "_") ? 2 : 1
      default:
        return offset
      }
    }
  }

  /// Reads the components after the one that ended at `offset`, and returns the end of the last.
  @inline(__always)
  static func remainder(in bytes: Span<UInt8>, from offset: Int) throws(Mismatch) -> Int {
    var end = offset
    while bytes.byte(at: end) == UInt8(ascii: "/") {
      end = try component(in: bytes, from: end + 1)
    }
    return end
  }
}

extension Span<UInt8> {
  /// Whether an underscore, which no domain has, is in the first `end` bytes.
  @inline(__always)
  func hasUnderscore(before end: Int) -> Bool {
    firstOffset(of: UInt8(ascii: "_"), in: 0..<end) != nil
  }
}

/// The tag.
///
///     tag = ( ALPHA / DIGIT / "_" ) 0*127( ALPHA / DIGIT / "_" / "." / "-" )
///
/// (distribution/reference: regexp.go, `tag`.)
enum TagGrammar {
  static let maximumLength = 128

  /// Reads the tag from `start`, just after the colon, and returns its end: the end of the text or
  /// the "@" of a digest.
  @inline(__always)
  static func tag(in bytes: Span<UInt8>, from start: Int) throws(Mismatch) -> Int {
    guard let first = bytes.byte(at: start), first.isAlphanumeric || first == UInt8(ascii: "_")
    else { throw Mismatch(offset: start, expected: .tag) }
    let end = bytes.end(from: start + 1) { $0.isTagCharacter }
    guard end - start <= maximumLength else {
      throw Mismatch(offset: start + maximumLength, expected: .tag)
    }
    guard end == bytes.count || bytes[end] == UInt8(ascii: "@") else {
      throw Mismatch(offset: end, expected: .tag)
    }
    return end
  }
}
