import ImagePullCredentials

/// Reads one error of a message in one forward pass: phrases, HTTP statuses, and hosts.
///
/// Words count only if they stand alone: not in a URL, a quoted name, an image or a path. Anyone can
/// name an image `denied`.
struct MessageScanner {
  private let text: [UInt8]
  private let end: Int
  private var offset: Int
  private(set) var facts = Facts()

  /// The facts of the error.
  struct Facts {
    var failure: PullFailure?
    /// Where the deciding phrase begins.
    var offset: Int?
    var weight = MessagePhrase.Weight.vague
    var sent = PullAttempt.Sent.unknown
    var endpoint: PullAttempt.Endpoint?
    var status: Int?
    var mayNotExist = false
    /// The host of the first URL.
    var urlHost: String?
    /// The path of the first URL.
    var urlPath = ""
    /// Where the last URL that was not in quotes ends.
    var urlEnd: Int?
    /// The registry that a mirror request is for: containerd's parameter `ns`.
    var mirrored: String?
    /// A host without a URL.
    var namedHost: String?
    /// The last host that was looked up or dialled.
    var dialledHost: String?
    /// Whether it was a host name look-up.
    var isLookup = false
    /// Whether the HTTP client failed, not the registry.
    var isTransport = false
  }

  init(_ text: [UInt8], in range: Range<Int>) {
    self.text = text
    offset = range.lowerBound
    end = range.upperBound
    var isAtBoundary = true
    while offset < end {
      let byte = text[offset]
      if byte == UInt8(ascii: "\"") {
        if let close = endOfName(from: offset) { offset = close } else { offset += 1 }
        isAtBoundary = true
      } else if byte.isMessageSeparator {
        offset += 1
        isAtBoundary = true
      } else if isAtBoundary {
        isAtBoundary = readWord()
      } else {
        offset += 1
      }
    }
  }

  /// Reads a token at the beginning of a word; false if it ends inside a longer run of characters.
  private mutating func readWord() -> Bool {
    if let url = MessageURL(text, at: offset, end: end) {
      note(url)
      facts.urlEnd = url.end
      offset = url.end
      return true
    }
    readHost()
    if readProxyAnswer() || readFileError() { return true }
    if let phrase = phrase() {
      note(phrase)
      offset += phrase.words.count
      return true
    }
    readStatus()
    skipTag()
    offset += 1
    return false
  }
}

// MARK: - Phrases

extension MessageScanner {
  private func phrase() -> MessagePhrase? {
    let first = text[offset].lowercasedASCII
    guard first < 128 else { return nil }
    return MessagePhrase.byFirstByte[Int(first)].first { begins(with: $0.words, at: offset) }
  }

  /// Whether the words are at `start` and end at the end of a word.
  private func begins(with words: [UInt8], at start: Int) -> Bool {
    guard start + words.count <= end else { return false }
    for index in words.indices where text[start + index].lowercasedASCII != words[index] {
      return false
    }
    return isWordEnd(start + words.count)
  }

  private func isWordEnd(_ index: Int) -> Bool {
    guard index < end else { return true }
    let byte = text[index]
    if byte.isMessageSeparator || byte == UInt8(ascii: "\"") { return true }
    // A colon or a full stop ends a word only before a space: `app:denied` is a tag.
    guard [UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "!")].contains(byte) else {
      return false
    }
    return index + 1 == end || text[index + 1].isMessageSeparator
      || text[index + 1] == UInt8(ascii: "\"")
  }

  private mutating func note(_ phrase: MessagePhrase) {
    if facts.sent == .unknown { facts.sent = phrase.sent }
    if facts.endpoint == nil { facts.endpoint = phrase.endpoint }
    facts.mayNotExist = facts.mayNotExist || phrase.mayNotExist
    facts.isTransport = facts.isTransport || phrase.isTransport
    guard let failure = phrase.failure else { return }
    note(failure, phrase.weight)
  }

  private mutating func note(_ failure: PullFailure, _ weight: MessagePhrase.Weight) {
    guard facts.failure == nil || weight >= facts.weight else { return }
    (facts.failure, facts.weight, facts.offset) = (failure, weight, offset)
  }
}

// MARK: - HTTP statuses

extension MessageScanner {
  /// A status: `401 Unauthorized`, `status code 401`, `HTTP 502`, `status: 429`.
  private mutating func readStatus() {
    guard offset + 3 <= end, isWordEnd(offset + 3), let status = number(at: offset),
      (400...599).contains(status),
      isReason(after: offset + 3, of: status) || isAfterStatusWord || isAfterURL
    else { return }
    if facts.status == nil { facts.status = status }
    switch status {
    case 401, 403: note(.refused, .usual)
    case 404: note(.notFound, .usual)
    case 407: note(.proxy, .decisive)
    case 412: note(.policy, .decisive)
    case 429: note(.rateLimited, .decisive)
    case 500...: note(.serverError, .usual)
    default: note(.other, .vague)
    }
    if status == 407 { facts.endpoint = .proxy }
  }

  private func number(at start: Int) -> Int? {
    var value = 0
    for byte in text[start..<start + 3] {
      guard byte.isDigit else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return value
  }

  private func isReason(after index: Int, of status: Int) -> Bool {
    guard let word = Self.reasons.first(where: { $0.status == status })?.word else { return false }
    var start = index
    while start < end, text[start] == UInt8(ascii: " ") || text[start] == UInt8(ascii: "(") {
      start += 1
    }
    return start > index && begins(with: word, at: start)
  }

  /// The first words of the reasons in Go's net/http.
  private static let reasons: [(status: Int, word: [UInt8])] = [
    (400, "bad"), (401, "unauthorized"), (402, "payment"), (403, "forbidden"), (404, "not"),
    (405, "method"), (407, "proxy"), (408, "request"), (410, "gone"), (412, "precondition"),
    (429, "too"), (451, "unavailable"), (500, "internal"), (502, "bad"), (503, "service"),
    (504, "gateway"),
  ].map { ($0.0, Array($0.1.utf8)) }

  /// Whether a URL and a colon come before: `unexpected status from HEAD request to URL: 418 …`.
  private var isAfterURL: Bool {
    facts.urlEnd.map { $0 + 2 == offset && text[$0] == UInt8(ascii: ":") } ?? false
  }

  /// Whether the previous word ends with `status`, `code` or `HTTP`.
  private var isAfterStatusWord: Bool {
    var index = offset
    while index > 0,
      [UInt8(ascii: " "), UInt8(ascii: ":"), UInt8(ascii: "=")].contains(text[index - 1])
    {
      index -= 1
    }
    return Self.statusWords.contains { word in
      index >= word.count
        && word.indices.allSatisfy { text[index - word.count + $0].lowercasedASCII == word[$0] }
    }
  }

  private static let statusWords = ["status", "code", "http"].map { Array($0.utf8) }

  /// A reason directly after a request's URL, without its number: a proxy's response to CONNECT.
  ///
  /// Source: Go's net/http, `dialConn`, which keeps the reason only.
  private mutating func readProxyAnswer() -> Bool {
    guard offset >= 3, text[offset - 1] == UInt8(ascii: " "), text[offset - 2] == UInt8(ascii: ":"),
      text[offset - 3] == UInt8(ascii: "\""), facts.isTransport,
      Self.proxyAnswers.contains(where: { begins(with: $0, at: offset) && offset + $0.count == end }
      )
    else { return false }
    note(.proxy, .decisive)
    facts.endpoint = .proxy
    offset = end
    return true
  }

  private static let proxyAnswers = [
    "forbidden", "bad gateway", "service unavailable", "gateway timeout", "gateway time-out",
  ].map { Array($0.utf8) }
}

// MARK: - Files of the node

extension MessageScanner {
  /// An error of the node's file system: `mkdir /var/lib/containerd/tmp: permission denied`. It is not
  /// a refusal by a registry.
  ///
  /// Source: `PathError`, Go's io/fs: the operation, the path, what happened.
  private mutating func readFileError() -> Bool {
    guard
      let operation = Self.fileOperations.first(where: { begins(with: $0, at: offset) }),
      offset + operation.count + 1 < end, text[offset + operation.count] == UInt8(ascii: " "),
      text[offset + operation.count + 1] == UInt8(ascii: "/")
    else { return false }
    note(.files, .usual)
    offset += operation.count
    return true
  }

  private static let fileOperations = [
    "chmod", "chown", "fork/exec", "fsync", "lchown", "link", "lstat", "mkdir", "mknod", "open",
    "read", "remove", "rename", "stat", "symlink", "truncate", "unlink", "write",
  ].map { Array($0.utf8) }
}

// MARK: - Hosts and names

extension MessageScanner {
  private mutating func note(_ url: MessageURL) {
    guard url.isRequest, facts.urlHost == nil else { return }
    facts.urlHost = url.host
    facts.urlPath = url.path
    facts.mirrored = url.mirroredRegistry
  }

  /// A host after one of the runtimes' words for it.
  private mutating func readHost() {
    for (index, word) in Self.hostWords.enumerated() where begins(with: word, at: offset) {
      let start = offset + word.count + 1
      var stop = start
      while stop < end, !text[stop].isMessageSeparator, text[stop] != UInt8(ascii: "\"") {
        stop += 1
      }
      while stop > start, text[stop - 1] == UInt8(ascii: ":") { stop -= 1 }
      guard stop > start, stop - start <= 255 else { return }
      let host = String(decoding: text[start..<stop], as: UTF8.self)
      if index == 0 { facts.isLookup = true }
      if index < 2 { facts.dialledHost = host } else { facts.namedHost = facts.namedHost ?? host }
    }
  }

  private static let hostWords = [
    "lookup", "dial tcp", "pulling from host", "pinging container registry",
    "pinging docker registry",
  ].map { Array($0.utf8) }

  /// Skips a tag after one of the words of CRI-O and containerd for it.
  private mutating func skipTag() {
    for word in Self.tagWords where begins(with: word, at: offset) {
      offset += word.count + 1
      while offset < end, !text[offset].isMessageSeparator { offset += 1 }
      offset = min(offset, end) - 1
      return
    }
  }

  private static let tagWords = ["reading manifest", "manifests"].map { Array($0.utf8) }

  /// The end of a quoted text without spaces, such as a name or a URL; nil for the quotes of JSON.
  private mutating func endOfName(from open: Int) -> Int? {
    let before = open > 0 ? text[open - 1] : UInt8(ascii: " ")
    guard before.isMessageSeparator,
      ![UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ","), UInt8(ascii: "\\")].contains(
        before)
    else { return nil }
    var close = open + 1
    while close < end, text[close] != UInt8(ascii: "\"") {
      guard text[close] > UInt8(ascii: " ") else { return nil }
      close += 1
    }
    guard close < end else { return nil }
    if let url = MessageURL(text, at: open + 1, end: close) { note(url) }
    return close + 1
  }
}

extension UInt8 {
  /// Whether the byte separates words in messages. `/`, `-` and `.` do not: they are in names.
  var isMessageSeparator: Bool {
    switch self {
    case 0...UInt8(ascii: " "), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"),
      UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"),
      UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: "<"),
      UInt8(ascii: ">"), UInt8(ascii: "\\"):
      true
    default: false
    }
  }
}
