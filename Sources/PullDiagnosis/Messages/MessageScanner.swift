import ImagePullCredentials

/// Reads one error of a message, front to back, once: phrases, HTTP statuses, and who was asked.
///
/// Words count where they are words of their own: not in a URL, not in a quoted name, not in an image
/// or a path. Anybody may call an image `denied`.
struct MessageScanner {
  private let text: [UInt8]
  private let end: Int
  private var offset: Int
  private(set) var facts = Facts()

  /// What the error says.
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
    /// The registry that a mirror was asked for: containerd's parameter `ns`.
    var mirrored: String?
    /// A host that is named without a URL.
    var namedHost: String?
    /// The last host that was looked up or dialled.
    var dialledHost: String?
    /// Whether a host's name was being looked up.
    var isLookup = false
    /// Whether the HTTP client failed, rather than the registry.
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

  /// Reads what begins at a word's beginning; false if it ends inside a longer run of characters.
  private mutating func readWord() -> Bool {
    if let url = MessageURL(text, at: offset, end: end) {
      note(url)
      offset = url.end
      return true
    }
    readHost()
    if readProxyAnswer() { return true }
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

  /// Whether the words are at `start`, and end there with a word.
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
    // A colon or a stop ends a word only before a space: `app:denied` is a tag.
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
      (400...599).contains(status), isReason(after: offset + 3, of: status) || isAfterStatusWord
    else { return }
    if facts.status == nil { facts.status = status }
    switch status {
    case 401, 403: note(.refused, .usual)
    case 404: note(.notFound, .usual)
    case 407: note(.proxy, .decisive)
    case 412: note(.policy, .decisive)
    case 429: note(.rateLimited, .decisive)
    case 500...: note(.serverError, .usual)
    default: note(.other, .usual)
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

  /// The first words of the reasons that Go's net/http knows.
  private static let reasons: [(status: Int, word: [UInt8])] = [
    (400, "bad"), (401, "unauthorized"), (403, "forbidden"), (404, "not"), (405, "method"),
    (407, "proxy"), (408, "request"), (410, "gone"), (412, "precondition"), (429, "too"),
    (451, "unavailable"), (500, "internal"), (502, "bad"), (503, "service"), (504, "gateway"),
  ].map { ($0.0, Array($0.1.utf8)) }

  /// Whether the word before ends with `status`, `code` or `HTTP`.
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

  /// A reason right after a request's URL, without its number: what a proxy answered to CONNECT.
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

// MARK: - Hosts and names

extension MessageScanner {
  private mutating func note(_ url: MessageURL) {
    guard url.isRequest, facts.urlHost == nil else { return }
    facts.urlHost = url.host
    facts.urlPath = url.path
    facts.mirrored = url.mirroredRegistry
  }

  /// A host after one of the words that the runtimes put before it.
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

  /// Passes over a tag that follows a word which CRI-O and containerd put before it.
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
  /// Whether the byte is between words in messages. Neither `/`, `-` nor `.` is: they are in names.
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
