// The labels of a host: what stands between its dots, as in Go's `strings.Split(host, ".")`. An empty host has one label,
// an empty one, and `example.com.` has three, the last one empty.

extension Span<UInt8> {
  /// How many labels the host has.
  var labelCount: Int {
    var count = 1
    for offset in indices where self[offset] == UInt8(ascii: ".") { count += 1 }
    return count
  }

  /// Where the label that begins at `start` ends.
  @inline(__always)
  func labelEnd(from start: Int) -> Int {
    firstOffset(of: UInt8(ascii: "."), in: start..<count) ?? count
  }
}

extension LabelGlob {
  /// Whether `host` has as many labels as `pattern`, and each matches its counterpart.
  static func matchesHost(pattern: Span<UInt8>, _ host: Span<UInt8>) -> Bool {
    // What follows the last wildcard has to end the host, which few hosts do.
    var (end, hostEnd) = (pattern.count, host.count)
    while end > 0, !isSpecial(pattern[end - 1]), pattern[end - 1] != UInt8(ascii: "]") {
      guard hostEnd > 0, pattern[end - 1] == host[hostEnd - 1] else { return false }
      (end, hostEnd) = (end - 1, hostEnd - 1)
    }
    guard end > 0 else { return hostEnd == 0 }
    var start = 0
    while start < end, !isSpecial(pattern[start]) {
      guard start < hostEnd, pattern[start] == host[start] else { return false }
      start += 1
    }
    if start <= hostEnd, isOneLabelOfStars(pattern.extracting(start..<end)) {
      let rest = host.extracting(start..<hostEnd)
      return rest.firstOffset(of: UInt8(ascii: ".")) == nil
        && matches(pattern: pattern.extracting(start..<end), label: rest)
    }
    return pattern.labelCount == host.labelCount
      && firstMismatchedLabel(pattern: pattern, host) == nil
  }

  /// Whether the part of a host that holds its wildcards lies in one label, and stars are all that is special in it.
  private static func isOneLabelOfStars(_ part: Span<UInt8>) -> Bool {
    for offset in part.indices {
      let byte = part[offset]
      if byte == UInt8(ascii: ".") || byte != UInt8(ascii: "*") && isSpecial(byte) { return false }
    }
    return true
  }

  /// The first label, counted from 0 at the left, that does not match its counterpart. Labels without a counterpart are
  /// not looked at.
  static func firstMismatchedLabel(pattern: Span<UInt8>, _ host: Span<UInt8>) -> Int? {
    var (start, hostStart, index) = (0, 0, 0)
    while start <= pattern.count, hostStart <= host.count {
      let end = pattern.labelEnd(from: start)
      let hostEnd = host.labelEnd(from: hostStart)
      guard
        matches(
          pattern: pattern.extracting(start..<end), label: host.extracting(hostStart..<hostEnd))
      else { return index }
      (start, hostStart, index) = (end + 1, hostEnd + 1, index + 1)
    }
    return nil
  }
}
