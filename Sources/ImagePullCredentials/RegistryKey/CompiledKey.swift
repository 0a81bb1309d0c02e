/// A registry key as the kubelet stores it and as it reads it back, as ranges of bytes.
///
/// The kubelet reads a key twice. `Add` parses the original text and stores the credential under the decoded host and
/// trimmed path. That is the canonical key, which sorts and identifies it. Every look-up parses the canonical key
/// again. If decoding produced a `%`, `?` or `#`, the second parse differs or fails: such a key is stored and never
/// matches. (pkg/credentialprovider/keyring.go, `Add` and `URLsMatchStr`.)
///
/// The parts of an ordinary key are ranges of the original text. If escapes are decoded, all parts are ranges of the
/// bytes that the compiler adds to `decoded`; the owner of the key keeps those.
struct CompiledKey: Sendable, BitwiseCopyable {
  /// The host with its port: the beginning of the canonical key.
  private(set) var canonicalHost = Part()
  /// The path: the end of the canonical key; empty if it was only `/`.
  private(set) var canonicalPath = Part()

  /// The host whose labels are compared.
  private(set) var host = Part()
  /// The port that has to be equal; empty if there is none.
  private(set) var port = Part()
  /// The required prefix of an image's path.
  private(set) var path = Part()

  /// ``HostHash`` of host and port.
  private(set) var hostHash: UInt32 = 0

  private(set) var traits: Traits = []

  struct Traits: OptionSet, Sendable, BitwiseCopyable {
    let rawValue: UInt8
    /// The kubelet can read the key as a URL, and stores the credential.
    static let isReadable = Traits(rawValue: 1)
    /// The canonical key can be read back. If not, it matches nothing, and host, port and path are those of the
    /// canonical key.
    static let isMatchable = Traits(rawValue: 2)
    /// The host is a glob: it may match other hosts, and may not match itself.
    static let isWildcard = Traits(rawValue: 4)
    /// The canonical key reads back differently.
    static let isReadAnew = Traits(rawValue: 8)
    /// The parts are ranges of decoded bytes, not of the key as written.
    static let isDecoded = Traits(rawValue: 16)
  }

  /// A range of bytes. No text of a key is longer than 4 GiB.
  struct Part: Sendable, BitwiseCopyable {
    var start: UInt32 = 0
    var end: UInt32 = 0

    init() {}

    init(_ range: Range<Int>) {
      start = UInt32(truncatingIfNeeded: range.lowerBound)
      end = UInt32(truncatingIfNeeded: range.upperBound)
    }

    fileprivate mutating func shift(by offset: Int) {
      start &+= UInt32(truncatingIfNeeded: offset)
      end &+= UInt32(truncatingIfNeeded: offset)
    }

    @inline(__always) var range: Range<Int> { Int(start)..<Int(end) }
    var isEmpty: Bool { start == end }
  }

  /// A key that is not a URL: the kubelet skips its entry.
  static let unreadable = CompiledKey()

  var isReadable: Bool { traits.contains(.isReadable) }
  var isMatchable: Bool { traits.contains(.isMatchable) }
  var isWildcard: Bool { traits.contains(.isWildcard) }
}

extension CompiledKey {
  /// Compiles the key of a docker config entry.
  init(
    registryKey text: Span<UInt8>, decoded: inout [UInt8]
  ) throws(RegistryPattern.ParseError) {
    let start = RegistryKeyTrimming.schemeLength(of: text)
    if let plain = PlainURL(text, from: start) {
      let path = RegistryKeyTrimming.effectivePath(of: text.extracting(plain.hostEnd..<plain.end))
      self.init(plain, pathStart: plain.end - path.count, of: text)
      return
    }
    let url = try SchemelessURL(text, from: start)
    let path = RegistryKeyTrimming.effectivePath(of: url.path(in: text))
    guard url.isDecoded else {
      // Only the beginning was trimmed.
      self.init(
        host: url.host, path: url.path.upperBound - path.count..<url.path.upperBound, of: text)
      return
    }
    self.init(storing: url.host(in: text), path, in: &decoded)
    readBack(&decoded)
  }

  /// Compiles an entry of `matchImages` in a CredentialProviderConfig, which is read only once.
  ///
  /// No scheme and no version is trimmed: `https://example.com` names the host `https` here.
  /// (pkg/credentialprovider/plugin/plugin.go, `isImageAllowed`.)
  init(
    matchImage text: Span<UInt8>, decoded: inout [UInt8], allowsColons: Bool = false
  ) throws(RegistryPattern.ParseError) {
    let url = try SchemelessURL(text, allowsColons: allowsColons)
    if url.isDecoded {
      self.init(storing: url.host(in: text), url.path(in: text), in: &decoded)
    } else {
      self.init(host: url.host, path: url.path, of: text)
    }
  }

  /// The same key in a text with `offset` more bytes before it.
  func shifted(by offset: Int) -> CompiledKey {
    var key = self
    key.canonicalHost.shift(by: offset)
    key.canonicalPath.shift(by: offset)
    key.host.shift(by: offset)
    key.port.shift(by: offset)
    key.path.shift(by: offset)
    return key
  }

  /// A plain key, whose parts are in `text`.
  @inline(__always)
  private init(_ plain: PlainURL, pathStart: Int, of text: Span<UInt8>) {
    canonicalHost = Part(plain.start..<plain.hostEnd)
    canonicalPath = Part(pathStart..<plain.end)
    host = Part(plain.start..<plain.nameEnd)
    // A colon alone is not a port.
    port = Part(min(plain.nameEnd + 1, plain.hostEnd)..<plain.hostEnd)
    path = canonicalPath
    hostHash = HostHash.of(text.extracting(host.range), port: text.extracting(port.range))
    traits =
      plain.hasStar ? [.isReadable, .isMatchable, .isWildcard] : [.isReadable, .isMatchable]
  }

  /// A key whose parts are in `text`.
  private init(host: Range<Int>, path: Range<Int>, of text: Span<UInt8>) {
    canonicalHost = Part(host)
    canonicalPath = Part(path)
    traits = [.isReadable, .isMatchable]
    match(HostPort(splitting: text, host), path, of: text)
  }

  /// A key whose parts had to be decoded.
  private init(storing host: Span<UInt8>, _ path: Span<UInt8>, in decoded: inout [UInt8]) {
    let start = decoded.count
    decoded.append(copying: host)
    decoded.append(copying: path)
    let hostEnd = start + host.count
    self.init(host: start..<hostEnd, path: hostEnd..<decoded.count, of: decoded.span)
    traits.insert(.isDecoded)
  }

  /// Reads the canonical key, which is all of `decoded`, again, as every look-up does.
  private mutating func readBack(_ decoded: inout [UInt8]) {
    guard let url = try? SchemelessURL(decoded.span) else {
      traits.remove(.isMatchable)
      return
    }
    var second: [UInt8] = []
    second.append(copying: url.host(in: decoded.span))
    second.append(copying: url.path(in: decoded.span))
    guard second != decoded else { return }
    let start = decoded.count
    let hostEnd = start + url.host.count
    decoded += second
    traits.insert(.isReadAnew)
    match(
      HostPort(splitting: decoded.span, start..<hostEnd), hostEnd..<decoded.count, of: decoded.span)
  }

  /// Sets what is matched.
  private mutating func match(_ split: HostPort, _ path: Range<Int>, of text: Span<UInt8>) {
    host = Part(split.host)
    port = Part(split.port)
    self.path = Part(path)
    let hostBytes = text.extracting(split.host)
    hostHash = HostHash.of(hostBytes, port: text.extracting(split.port))
    if LabelGlob.isLiteral(hostBytes) {
      traits.remove(.isWildcard)
    } else {
      traits.insert(.isWildcard)
    }
  }
}

// MARK: - Comparing

extension CompiledKey {
  /// Whether the key matches an image's host, port and path; its parts are ranges of `text`.
  ///
  /// Source: `URLsMatch`, pkg/credentialprovider/keyring.go.
  @inline(__always)
  func matches(
    host imageHost: Span<UInt8>, port imagePort: Span<UInt8>, path imagePath: Span<UInt8>,
    hash: UInt32, in text: Span<UInt8>
  ) -> Bool {
    if !isWildcard {
      guard hash == hostHash, isMatchable else { return false }
      return text.extracting(host.range).hasSameBytes(as: imageHost)
        && text.extracting(port.range).hasSameBytes(as: imagePort)
        && imagePath.starts(with: text.extracting(path.range))
    }
    return isMatchable && text.extracting(port.range).hasSameBytes(as: imagePort)
      && imagePath.starts(with: text.extracting(path.range))
      && LabelGlob.matchesHost(pattern: text.extracting(host.range), imageHost)
  }

  /// Whether this canonical key comes before `other` in descending byte order, in which the kubelet tries keys.
  func precedes(
    _ other: CompiledKey, in text: Span<UInt8>, _ otherText: Span<UInt8>
  ) -> Bool? {
    let order = Self.order(
      text.extracting(canonicalHost.range), text.extracting(canonicalPath.range),
      otherText.extracting(other.canonicalHost.range),
      otherText.extracting(other.canonicalPath.range))
    return order == 0 ? nil : order > 0
  }

  /// The sign of the comparison of two keys, each of which is its host followed by its path.
  private static func order(
    _ host: Span<UInt8>, _ path: Span<UInt8>, _ otherHost: Span<UInt8>, _ otherPath: Span<UInt8>
  ) -> Int {
    if host.hasSameBytes(as: otherHost) {
      if path.hasSameBytes(as: otherPath) { return 0 }
      return path.precedes(otherPath) ? -1 : 1
    }
    let count = host.count + path.count
    let otherCount = otherHost.count + otherPath.count
    for offset in 0..<min(count, otherCount) {
      let byte = offset < host.count ? host[offset] : path[offset - host.count]
      let other = offset < otherHost.count ? otherHost[offset] : otherPath[offset - otherHost.count]
      if byte != other { return byte < other ? -1 : 1 }
    }
    return count - otherCount
  }
}

/// The hash of a host and a port, by which keyrings find keys. Differs from process to process.
enum HostHash {
  @inline(__always)
  static func of(_ host: Span<UInt8>, port: Span<UInt8>) -> UInt32 {
    var hash = KeyedHash()
    hash.combine(host)
    if !port.isEmpty { hash.combine(port) }
    return hash.folded
  }
}
