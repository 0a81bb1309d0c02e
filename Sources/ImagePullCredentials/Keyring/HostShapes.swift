/// The shapes of a keyring's wildcard hosts, by their number of labels.
struct HostShapes: Sendable {
  /// How many shapes of one label count are kept apart.
  ///
  /// Patterns of any further shape are of the coarse one, so that a look-up cuts a host at most this many times,
  /// plus one.
  static let maximumCount = 64

  private struct Record: Sendable {
    /// In `gaps`.
    let gaps: Range<Int>
    /// The next shape with as many labels, -1 for none.
    let next: Int32
  }

  private var gaps: [HostShape.Gap] = []
  private var records: [Record] = []
  /// The first shape for each number of labels, and how many there are.
  private var lists: [(first: Int32, count: Int32)] = []

  var isEmpty: Bool { records.isEmpty }

  /// The first shape for hosts of `labelCount` labels, -1 for none.
  func first(labelCount: Int) -> Int {
    labelCount < lists.count ? Int(lists[labelCount].first) : -1
  }

  /// The shape after `number` for hosts of as many labels, -1 for none.
  func next(after number: Int) -> Int { Int(records[number].next) }

  /// The number of `shape`, which is entered if it is new; or of the coarse shape once there are too many others.
  mutating func number(of shape: HostShape) -> Int {
    // As long as the host with the most labels: its own bytes outweigh this.
    while lists.count <= shape.labelCount { lists.append((-1, 0)) }
    let list = lists[shape.labelCount]
    var number = Int(list.first)
    while number >= 0 {
      if gaps[records[number].gaps].elementsEqual(shape.gaps) { return number }
      number = next(after: number)
    }
    if list.count >= Self.maximumCount, !shape.gaps.isEmpty {
      return self.number(of: .coarse(labelCount: shape.labelCount))
    }
    let start = gaps.count
    gaps.append(contentsOf: shape.gaps)
    records.append(Record(gaps: start..<gaps.count, next: list.first))
    lists[shape.labelCount] = (Int32(records.count - 1), list.count + 1)
    return records.count - 1
  }

  /// Passes the parts of `host` that the shape `number` leaves literal to `body`, from left to right.
  ///
  /// Stops, and returns false, where `body` does or where a label of `host` is too short for its gap, so that no
  /// pattern of the shape matches. The coarse shape has no literal parts.
  @inline(__always)
  func forEachLiteral(
    _ number: Int, of host: Span<UInt8>, dots: HostDots, _ body: (Span<UInt8>) -> Bool
  ) -> Bool {
    let range = records[number].gaps
    guard !range.isEmpty else { return true }
    var cursor = 0
    for position in range {
      let gap = gaps[position]
      let label = dots.label(Int(gap.label))
      let end = label.lowerBound + Int(gap.prefix)
      let next = label.upperBound - Int(gap.suffix)
      guard end <= next, body(host.extracting(cursor..<end)) else { return false }
      cursor = next
    }
    return body(host.extracting(cursor..<host.count))
  }

  /// Whether `host` matches `pattern`, which is of the shape `number` with a single `*` in each gap.
  ///
  /// `host` holds no `*`, so that its parts can only be equal to the pattern's where those end at a star.
  func literalsAgree(
    _ number: Int, pattern: Span<UInt8>, host: Span<UInt8>, dots: HostDots
  ) -> Bool {
    var cursor = 0
    let agree = forEachLiteral(number, of: host, dots: dots) { part in
      let end = cursor + part.count
      guard end <= pattern.count, pattern.extracting(cursor..<end).hasSameBytes(as: part),
        end == pattern.count || pattern[end] == UInt8(ascii: "*")
      else { return false }
      cursor = end + 1
      return true
    }
    return agree && cursor == pattern.count + 1
  }

  /// Whether each gap of `pattern`, which is of the shape `number`, is a single `*`.
  func hasSingleStars(_ number: Int, pattern: Span<UInt8>, dots: HostDots) -> Bool {
    let range = records[number].gaps
    return !range.isEmpty
      && gaps[range].allSatisfy { gap in
        let label = dots.label(Int(gap.label))
        let start = label.lowerBound + Int(gap.prefix)
        return start + 1 == label.upperBound - Int(gap.suffix)
          && pattern[start] == UInt8(ascii: "*")
      }
  }
}
