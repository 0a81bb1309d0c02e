// The text before the error itself in a message.

import ImagePullCredentials

/// The text of the kubelet and the runtimes before an error: the operation and the image.
struct MessageWrappers {
  /// Where the error itself begins.
  private(set) var end: Int
  /// The first image that is named.
  private(set) var image: String?
  /// Whether it is the image of the Pod's sandbox.
  private(set) var isSandboxImage = false
  /// Whether the kubelet only repeats that it waits.
  private(set) var isBare = false

  /// Skips all wrappers at the start of `range`.
  init(_ text: [UInt8], in range: Range<Int>) {
    end = range.lowerBound
    while let wrapper = Self.all.first(where: { Self.begins(text, with: $0.words, at: end, range) })
    {
      let next = pass(wrapper, text, range)
      guard next > end else { break }
      end = next
    }
    isBare = Self.bare.contains { words in
      Self.begins(text, with: words, at: end, range) && end + words.count == range.upperBound
    }
  }

  private mutating func pass(_ wrapper: Wrapper, _ text: [UInt8], _ range: Range<Int>) -> Int {
    var offset = end + wrapper.words.count
    guard let closer = wrapper.closer else { return offset }
    let start = offset
    while offset < range.upperBound, text[offset] != closer { offset += 1 }
    var stop = offset
    if closer == UInt8(ascii: " ") {
      // A name without quotes ends before the colon after it.
      while stop > start, text[stop - 1] == UInt8(ascii: ":") { stop -= 1 }
    } else {
      offset = min(offset + 1, range.upperBound)
      while offset < range.upperBound, text[offset] == UInt8(ascii: ":") { offset += 1 }
    }
    while offset < range.upperBound, text[offset] == UInt8(ascii: " ") { offset += 1 }
    guard wrapper.hasImage, image == nil, stop > start, stop - start <= Self.maximumImageLength
    else { return offset }
    image = String(decoding: text[start..<stop], as: UTF8.self)
    isSandboxImage = wrapper.isSandbox
    return offset
  }

  /// The maximum length of a reference: name, tag and digest.
  private static let maximumImageLength = 1_024

  private static func begins(
    _ text: [UInt8], with words: [UInt8], at offset: Int, _ range: Range<Int>
  ) -> Bool {
    offset + words.count <= range.upperBound
      && words.indices.allSatisfy { text[offset + $0] == words[$0] }
  }
}

// MARK: - Words

extension MessageWrappers {
  private struct Wrapper {
    let words: [UInt8]
    /// The byte that ends the name or code after it; nil if there is none.
    var closer: UInt8?
    var hasImage = false
    var isSandbox = false
  }

  private static func named(_ words: String, isSandbox: Bool = false) -> [Wrapper] {
    let quote = Wrapper(
      words: Array("\(words) \"".utf8), closer: UInt8(ascii: "\""), hasImage: true,
      isSandbox: isSandbox)
    let plain = Wrapper(
      words: Array("\(words) ".utf8), closer: UInt8(ascii: " "), hasImage: true,
      isSandbox: isSandbox)
    return [quote, plain]
  }

  private static func plain(_ words: String) -> Wrapper { Wrapper(words: Array(words.utf8)) }

  private static let all: [Wrapper] =
    [
      named("Failed to pull image"), named("Back-off pulling image"),
      named("Failed to inspect image"),
      named("Failed to apply default image tag"),
      named("failed to get sandbox image", isSandbox: true),
      named("failed to pull image"), named("failed to pull and unpack image"),
      named("failed to resolve reference"), named("failed to resolve image"),
      named("Container image"), named("couldn't parse image name"),
    ].flatMap(\.self)
    + [
      Wrapper(words: Array("rpc error: code = ".utf8), closer: UInt8(ascii: " ")),
      Wrapper(
        words: Array("image pull failed for ".utf8), closer: UInt8(ascii: " "), hasImage: true),
      Wrapper(
        words: Array("initializing source docker://".utf8), closer: UInt8(ascii: " "),
        hasImage: true),
      Wrapper(
        words: Array("Error initializing source docker://".utf8), closer: UInt8(ascii: " "),
        hasImage: true),
      Wrapper(
        words: Array("because the signature validation failed: ".utf8)),
      Wrapper(words: Array("because the registry is unavailable: ".utf8)),
      plain("desc = "), plain("ErrImagePull: "), plain("ImagePullBackOff: "),
      plain("Error response from daemon: "), plain("Failed to create pod sandbox: "),
      plain("error from registry: "), plain("unable to pull image or OCI artifact: "),
      plain("pull image err: "), plain("Error: "), plain("RegistryUnavailable: "),
      plain("SignatureValidationFailed: "),
    ]

  private static let bare = ["ErrImagePull", "ImagePullBackOff", "Back-off pulling image", ""].map {
    Array($0.utf8)
  }

  /// How errors in a row begin, besides the wrappers.
  private static let openings = [
    "rpc error: ", "failed to ", "Failed to ", "reading manifest ", "(Mirrors also failed",
    "initializing source ", "Error ", "unable to ", "pinging container registry ",
    "Requesting bearer token", "copying ", "choosing image instance", "writing blob",
    "parsing image configuration", "Source image rejected", "unauthorized: ", "denied: ",
    "manifest unknown", "image verifier ",
  ].map { Array($0.utf8) }

  /// Whether an error begins at `offset`.
  static func beginsError(_ text: [UInt8], at offset: Int) -> Bool {
    openings.contains { begins(text, with: $0, at: offset, 0..<text.count) }
  }

  /// Whether the kubelet's own error about a pull secret that it cannot decode begins at `offset`.
  ///
  /// Source: pkg/credentialprovider/config.go and Go's encoding/json and encoding/base64.
  static func isDecodingError(_ text: [UInt8], at offset: Int) -> Bool {
    decodingErrors.contains { begins(text, with: $0, at: offset, 0..<text.count) }
  }

  private static let decodingErrors = [
    "unable to parse auth field", "illegal base64 data at input byte", "invalid character ",
    "unexpected end of JSON input", "json: cannot unmarshal ",
  ].map { Array($0.utf8) }
}

// MARK: - Mirrors

/// The mirrors that CRI-O lists before the registry's own error:
/// `(Mirrors also failed: [mirror/image: error]): image: error`.
///
/// Source: containers/image, docker/docker_image_src.go.
struct MirrorList {
  private(set) var mirrors: [PullAttempt.MirrorFailure] = []
  /// Where the registry's own error begins.
  private(set) var end: Int

  /// The number of mirrors that are kept.
  private static let maximumCount = 8
  private static let opening = Array("(Mirrors also failed: ".utf8)

  /// Nil unless `range` begins with such a list.
  init?(_ text: [UInt8], in range: Range<Int>) {
    end = range.lowerBound
    guard text[range].starts(with: Self.opening) else { return nil }
    // The errors may contain brackets, usually in pairs.
    var depth = 0
    var start = range.lowerBound
    var offset = range.lowerBound + Self.opening.count
    loop: while offset < range.upperBound {
      switch text[offset] {
      case UInt8(ascii: "["):
        if depth == 0 { start = offset + 1 }
        depth += 1
      case UInt8(ascii: "]"):
        depth -= 1
        if depth == 0, mirrors.count < Self.maximumCount { add(text, start..<offset) }
      case UInt8(ascii: ")") where depth <= 0: break loop
      default: break
      }
      offset += 1
    }
    offset = min(offset + 1, range.upperBound)
    end = Self.endOfName(text, in: offset..<range.upperBound)
  }

  private mutating func add(_ text: [UInt8], _ range: Range<Int>) {
    let error = Self.endOfName(text, in: range)
    let facts = MessageScanner(text, in: error..<range.upperBound).facts
    let host = text[range].prefix { $0 != UInt8(ascii: "/") && $0 > UInt8(ascii: " ") }
    mirrors.append(
      PullAttempt.MirrorFailure(
        host: String(decoding: host.prefix(255), as: UTF8.self), failure: facts.failure ?? .other,
        text: MessageExcerpt.make(
          text, error..<range.upperBound, around: facts.offset ?? error)))
  }

  /// Where the text after a name and its colon begins.
  private static func endOfName(_ text: [UInt8], in range: Range<Int>) -> Int {
    var offset = range.lowerBound
    while offset < range.upperBound,
      text[offset] == UInt8(ascii: ":") || text[offset] == UInt8(ascii: " ")
    {
      offset += 1
    }
    while offset < range.upperBound, text[offset] > UInt8(ascii: " ") { offset += 1 }
    return min(offset + 1, range.upperBound)
  }
}
