/// The name of a container image, as it stands in a Pod, normalised the way container engines do.
///
///     let image = try ImageReference("nginx:1.25")
///     image.registry     // "docker.io"
///     image.repository   // "library/nginx"
///     image.tag          // "1.25"
///     "\(image)"         // "docker.io/library/nginx:1.25"
///
/// The value is the text as written and a few lengths. Two references are equal when their
/// normalised texts are, so `nginx` equals `docker.io/library/nginx`; neither equals
/// `nginx:latest`, since no tag is ever implied.
///
/// ## Grammar
///
///     reference        = name [ ":" tag ] [ "@" digest ]
///     name             = [ domain "/" ] path
///     domain           = host [ ":" 1*DIGIT ]
///     host             = domain-component *( "." domain-component ) / "[" 1*( HEXDIG / ":" ) "]"
///     domain-component = letters, digits and "-", neither first nor last a "-"
///     path             = path-component *( "/" path-component )      ; at most 255 bytes
///     path-component   = 1*( a-z / 0-9 ) *( separator 1*( a-z / 0-9 ) )
///     separator        = "." / "_" / "__" / 1*"-"
///     tag              = ( ALPHA / DIGIT / "_" ) 0*127( ALPHA / DIGIT / "_" / "." / "-" )
///     digest           = "sha256:" 64hex / "sha384:" 96hex / "sha512:" 128hex
///     hex              = 0-9 / a-f
///
/// It is that of distribution/reference, `ParseNormalizedNamed`, with its oddities:
///
/// - A name without "/" is always Docker Hub's: `example.com` is `docker.io/library/example.com`
///   and `localhost:5000` is tagged `5000`, because a bare word must remain a repository.
/// - Otherwise the first part is a domain if it is `localhost` or has a ".", a ":" or a capital,
///   which no namespace of Docker Hub has. `[ab]/x` has none of them, so it is refused.
/// - A first part that should be a domain, but has an "_", is read as part of the path: `a_b.io/x`
///   has no registry at all, and its repository is `a_b.io/x`. Upstream's pattern makes the domain
///   optional even after the defaults are applied.
/// - `index.docker.io` becomes `docker.io`; `registry-1.docker.io` and other names of Docker Hub do
///   not. A repository of `docker.io` without a namespace is in `library/`, which counts towards
///   the 255 bytes; the domain does not count.
/// - 64 hexadecimal digits are refused: engines take them for the id of an image.
/// - Host names keep their case: `Example.com/x` and `example.com/x` are two references.
public struct ImageReference: Sendable {
  /// The text that was parsed, byte for byte.
  public let originalText: String

  let layout: ReferenceLayout

  /// Parses a reference; the value keeps `text` itself.
  ///
  /// - Complexity: O(length of the text); allocates nothing.
  /// - Throws: `ParseError`, of the kind that upstream gives, with the byte where the trouble is.
  public init(_ text: String) throws(ParseError) {
    var text = text
    text.makeContiguousUTF8()
    layout = try ReferenceLayout(parsing: text.utf8.span)
    originalText = text
  }

  /// Parses a reference from bytes, which need not be UTF-8.
  ///
  /// - Complexity: O(length of the text); allocates only the string that the value keeps.
  /// - Throws: `ParseError`, of the kind that upstream gives, with the byte where the trouble is.
  public init(utf8 bytes: Span<UInt8>) throws(ParseError) {
    layout = try ReferenceLayout(parsing: bytes)
    originalText = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }

  /// Parses a reference from bytes, which need not be UTF-8; they are not used after the call.
  ///
  /// - Complexity: O(length of the text); allocates only the string that the value keeps.
  /// - Throws: `ParseError`, of the kind that upstream gives, with the byte where the trouble is.
  public init(utf8 bytes: UnsafeBufferPointer<UInt8>) throws(ParseError) {
    try self.init(utf8: bytes.span)
  }

  /// Parses a reference from bytes, which need not be UTF-8.
  ///
  /// - Complexity: O(length of the text); allocates only the string that the value keeps.
  /// - Throws: `ParseError`, of the kind that upstream gives, with the byte where the trouble is.
  public init(utf8 bytes: [UInt8]) throws(ParseError) {
    try self.init(utf8: bytes.span)
  }
}
