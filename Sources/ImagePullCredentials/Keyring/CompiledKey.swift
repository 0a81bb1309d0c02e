/// A registry key as the kubelet files it and as it reads it back, as ranges of bytes.
///
/// The kubelet reads a key twice. `Add` parses what was written and files the credential under the
/// host and the trimmed path, decoded; that is the canonical key, which sorts and identifies it.
/// Every look-up parses the canonical key once more. Where decoding brought to light a `%`, `?` or
/// `#`, the second reading is another one, or fails: such a key is filed and never matches.
/// (pkg/credentialprovider/keyring.go, `Add` and `URLsMatchStr`.)
///
/// An ordinary key needs no storage of its own: its parts are ranges of the text it was compiled
/// from, which ``bytes(_:of:)`` takes again.
struct CompiledKey: Sendable {
  /// The bytes that the ranges are of; empty when that is the text itself.
  private let decoded: [UInt8]

  /// The host, with its port, that the canonical key begins with.
  let canonicalHost: Range<Int>
  /// The path that the canonical key ends with; empty where it was `/` alone.
  let canonicalPath: Range<Int>

  /// The host whose labels are compared.
  let host: Range<Int>
  /// The port that has to be equal; empty when there is none.
  let port: Range<Int>
  /// The path that an image's has to begin with.
  let path: Range<Int>
  /// Whether the canonical key can be read back.
  ///
  /// If not, nothing matches it, and ``host``, ``port`` and ``path`` are those of the canonical key.
  let isMatchable: Bool

  /// Compiles the key of a docker config entry.
  init(registryKey text: Span<UInt8>) throws(RegistryPattern.ParseError) {
    let url = try SchemelessURL(text, from: RegistryKeyTrimming.schemeLength(of: text))
    let path = RegistryKeyTrimming.effectivePath(of: url.path(in: text))
    if url.isDecoded {
      self.init(readingBack: CompiledKey(storing: url.host(in: text), path))
    } else {
      // What was cut off stood at the beginning.
      let start = url.path.upperBound - path.count
      self.init(host: url.host, path: start..<url.path.upperBound, of: text)
    }
  }

  /// Compiles an entry of `matchImages` in a CredentialProviderConfig, which is read only once.
  ///
  /// Neither a scheme nor a version is trimmed: `https://example.com` names the host `https` here.
  /// (pkg/credentialprovider/plugin/plugin.go, `isImageAllowed`.)
  init(
    matchImage text: Span<UInt8>, allowsColons: Bool = false
  ) throws(RegistryPattern.ParseError) {
    let url = try SchemelessURL(text, allowsColons: allowsColons)
    if url.isDecoded {
      self.init(storing: url.host(in: text), url.path(in: text))
    } else {
      self.init(host: url.host, path: url.path, of: text)
    }
  }

  /// The bytes of one of the ranges, for the text that the key was compiled from.
  @_lifetime(borrow self, copy text)
  func bytes(_ range: Range<Int>, of text: Span<UInt8>) -> Span<UInt8> {
    decoded.isEmpty ? text.extracting(range) : decoded.span.extracting(range)
  }
}

extension CompiledKey {
  /// A key that stands in `text` as it is filed.
  private init(host: Range<Int>, path: Range<Int>, of text: Span<UInt8>) {
    self.init(
      decoded: [], canonicalHost: host, canonicalPath: path,
      matching: HostPort(splitting: text, host), path: path, isMatchable: true)
  }

  /// A key that had to be decoded.
  private init(storing host: Span<UInt8>, _ path: Span<UInt8>) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(host.count + path.count)
    bytes.append(copying: host)
    bytes.append(copying: path)
    let hostRange = 0..<host.count
    let pathRange = host.count..<bytes.count
    self.init(
      decoded: bytes, canonicalHost: hostRange, canonicalPath: pathRange,
      matching: HostPort(splitting: bytes.span, hostRange), path: pathRange, isMatchable: true)
  }

  /// A stored key, and behind it in the same storage, what the second reading makes of it.
  private init(readingBack key: CompiledKey) {
    let canonical = key.decoded.span
    do throws(RegistryPattern.ParseError) {
      let url = try SchemelessURL(canonical)
      let second = CompiledKey(storing: url.host(in: canonical), url.path(in: canonical))
      let base = canonical.count
      func shifted(_ range: Range<Int>) -> Range<Int> {
        base + range.lowerBound..<base + range.upperBound
      }
      self.init(
        decoded: key.decoded + second.decoded,
        canonicalHost: key.canonicalHost, canonicalPath: key.canonicalPath,
        matching: HostPort(host: shifted(second.host), port: shifted(second.port)),
        path: shifted(second.path), isMatchable: true)
    } catch {
      self.init(
        decoded: key.decoded,
        canonicalHost: key.canonicalHost, canonicalPath: key.canonicalPath,
        matching: HostPort(host: key.host, port: key.port), path: key.path, isMatchable: false)
    }
  }

  private init(
    decoded: [UInt8], canonicalHost: Range<Int>, canonicalPath: Range<Int>,
    matching split: HostPort, path: Range<Int>, isMatchable: Bool
  ) {
    self.decoded = decoded
    self.canonicalHost = canonicalHost
    self.canonicalPath = canonicalPath
    self.host = split.host
    self.port = split.port
    self.path = path
    self.isMatchable = isMatchable
  }
}
