/// The kubelet's keyring, transcribed line by line and just as slow.
///
/// It is a list of keys, each checked at every look-up. Random tests compare the library with it.
/// It shares no code with the library. The comments name the transcribed Go functions.
package struct KubeletModel: Sendable {
  /// A keyring with one document for each of `keys`.
  package init(keys: [String] = []) {
    for key in keys { add(key) }
  }

  /// Canonical keys in descending byte order, each with its entries.
  private var index: [(key: [UInt8], url: SplitURL?, entries: [Int])] = []
  private var entryCount = 0

  /// pkg/credentialprovider/keyring.go, `Add`, for a document of one entry.
  package mutating func add(_ location: String) {
    let entry = entryCount
    entryCount += 1
    guard let key = Self.canonicalKey(of: Array(location.utf8)) else { return }
    if let position = index.firstIndex(where: { $0.key == key }) {
      index[position].entries.append(entry)
      return
    }
    let position = index.firstIndex { $0.key.lexicographicallyPrecedes(key) } ?? index.count
    index.insert((key, SplitURL(key), [entry]), at: position)
  }

  /// The entries tried for an image, in order: `Lookup`.
  package func lookup(_ image: String) -> [Int] {
    lookup(Array(image.utf8))
  }

  package func lookup(_ image: [UInt8]) -> [Int] {
    var found: [Int] = []
    let target = SplitURL(image)
    for (_, glob, entries) in index where Self.urlsMatch(glob, target) {
      found += entries
    }
    if found.isEmpty, Self.isDefaultRegistryMatch(image) {
      return index.first { $0.key == Array("index.docker.io".utf8) }?.entries ?? []
    }
    return found
  }

  /// The key under which `Add` stores an entry; `nil` if it skips the entry.
  package static func canonicalKey(of location: [UInt8]) -> [UInt8]? {
    var value = location
    if !value.starts(with: "https://".utf8), !value.starts(with: "http://".utf8) {
      value = Array("https://".utf8) + value
    }
    guard let url = GoURL(value) else { return nil }
    var path = url.path
    if path.starts(with: "/v2/".utf8) || path.starts(with: "/v1/".utf8) {
      path = Array(path[3...])
    }
    return path.isEmpty || path == Array("/".utf8) ? url.host : url.host + path
  }

  /// `URLsMatchStr`: whether a canonical key, or an entry of `matchImages`, matches an image.
  package static func urlsMatch(_ glob: [UInt8], _ target: [UInt8]) -> Bool {
    urlsMatch(SplitURL(glob), SplitURL(target))
  }

  /// `URLsMatch`; `nil` for a text that is not a URL.
  private static func urlsMatch(_ glob: SplitURL?, _ target: SplitURL?) -> Bool {
    guard let glob, let target, glob.port == target.port, glob.parts.count == target.parts.count,
      target.path.starts(with: glob.path)
    else { return false }
    return zip(glob.parts, target.parts).allSatisfy { GoGlob.match($0, $1) == true }
  }

  /// `ParseSchemelessURL`, then `SplitURL`.
  private struct SplitURL {
    let parts: [[UInt8]]
    let port: [UInt8]
    let path: [UInt8]

    init?(_ text: [UInt8]) {
      guard let url = GoURL(Array("https://".utf8) + text) else { return nil }
      let (host, port) = splitHostPort(url.host) ?? (url.host, [])
      parts = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        .map(Array.init)
      self.port = port
      path = url.path
    }
  }

  /// net, ipsock.go: `SplitHostPort`; `nil` for its errors.
  static func splitHostPort(_ text: [UInt8]) -> (host: [UInt8], port: [UInt8])? {
    guard let colon = text.lastIndex(of: UInt8(ascii: ":")) else { return nil }
    var host = Array(text[..<colon])
    var openingAllowedBefore = 0
    var closingAllowedBefore = 0
    if text[0] == UInt8(ascii: "[") {
      guard let end = text.firstIndex(of: UInt8(ascii: "]")), end + 1 == colon else { return nil }
      host = Array(text[1..<end])
      (openingAllowedBefore, closingAllowedBefore) = (1, end + 1)
    } else if host.contains(UInt8(ascii: ":")) {
      return nil
    }
    if text[openingAllowedBefore...].contains(UInt8(ascii: "[")) { return nil }
    if text[closingAllowedBefore...].contains(UInt8(ascii: "]")) { return nil }
    return (host, Array(text[(colon + 1)...]))
  }

  /// `isDefaultRegistryMatch`.
  private static func isDefaultRegistryMatch(_ image: [UInt8]) -> Bool {
    let parts = image.split(
      separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, !first.isEmpty else { return false }
    if parts.count == 1 { return true }
    if first.elementsEqual("docker.io".utf8) || first.elementsEqual("index.docker.io".utf8) {
      return true
    }
    return !first.contains(UInt8(ascii: ".")) && !first.contains(UInt8(ascii: ":"))
  }
}

/// The text of an `auth` field as the kubelet decodes it, transcribed without regard to speed.
enum GoAuthField {
  /// pkg/credentialprovider/config.go, `decodeDockerConfigFieldAuth`; nil for its errors.
  static func decode(_ field: String) -> (username: [UInt8], password: [UInt8])? {
    // `strings.TrimSpace`: the last byte of the trimmed text selects the encoding, but the
    // untrimmed text is decoded.
    var trimmed = field.unicodeScalars[...]
    while let last = trimmed.last, last.properties.isWhitespace { trimmed.removeLast() }
    let isPadded = trimmed.last == "="
    guard let decoded = base64(Array(field.utf8), isPadded: isPadded),
      let colon = decoded.firstIndex(of: UInt8(ascii: ":"))
    else { return nil }
    return (Array(decoded[..<colon]), Array(decoded[(colon + 1)...]))
  }

  /// encoding/base64: `StdEncoding` or `RawStdEncoding`, which both skip CR and LF.
  private static func base64(_ text: [UInt8], isPadded: Bool) -> [UInt8]? {
    var characters = text.filter { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
    if isPadded {
      guard characters.count % 4 == 0 else { return nil }
      let padding = characters.reversed().prefix { $0 == UInt8(ascii: "=") }.count
      guard padding <= 2 else { return nil }
      characters.removeLast(padding)
    }
    guard characters.count % 4 != 1 else { return nil }
    var decoded: [UInt8] = []
    var group = 0
    for (number, character) in characters.enumerated() {
      guard let value = values[Int(character)] else { return nil }
      group = (group << 6 | value) & 0xFF_FFFF
      // The second, third and fourth character of a group each complete a byte.
      let place = number % 4
      if place > 0 { decoded.append(UInt8(truncatingIfNeeded: group >> (6 - 2 * place))) }
    }
    return decoded
  }

  /// `EncodeToString` of either encoding.
  static func encode(_ bytes: [UInt8], isPadded: Bool) -> String {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for sextet in 0...group.count { text.append(alphabet[bits >> (18 - 6 * sextet) & 0x3F]) }
      if isPadded {
        text += [UInt8](repeating: UInt8(ascii: "="), count: 3 - group.count)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The six bits of each character; nil for bytes outside the alphabet.
  private static let values: [Int?] = (0...255).map { alphabet.firstIndex(of: $0) }

  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
