/// The wildcard hosts of a keyring's index, found without a scan.
///
/// Hosts such as `*.example.com` and `*.quay.io` have the same shape: the same parts of the same labels are open. Hosts
/// of one shape with equal literal parts share a bucket. A look-up splits the image's host in the same way, once for
/// each shape with the right number of labels, and finds the hosts that can match. The shape includes the lengths of
/// the literal parts. Without them, all of `registry-1-*.example.com`, `registry-2-*.example.com` … would be tried: in
/// a keyring of 100,000 keys where no literal part agrees, a look-up takes 0.1 µs with them and 3 ms without.
struct WildcardHosts: Sendable {
  /// The number of distinct shapes for one label count. Hosts of further shapes get the coarse shape, where the whole
  /// host is open, so a look-up splits a host at most this many times plus one.
  static let maximumShapeCount = 64

  /// Hosts with more labels get the coarse shape. DNS names rarely have ten.
  static let maximumLabelCount = 32

  /// One label that holds a wildcard.
  fileprivate struct Gap: Sendable, Equatable {
    let label: Int
    /// The number of literal bytes before the first wildcard and after the last one.
    let prefix: Int
    let suffix: Int
  }

  private struct Shape: Sendable {
    /// The labels with wildcards, in order, in `gaps`; empty for the coarse shape.
    let gaps: Range<Int>
    /// The next shape with as many labels, -1 for none.
    let next: Int32
    /// The bytes, modulo 128, that come before the first gap in any host of the shape. Most hosts have a different byte
    /// there, and need no hash.
    var boundaries: (UInt64, UInt64) = (0, 0)

    func hasBoundary(_ byte: UInt8) -> Bool {
      (byte & 0x40 == 0 ? boundaries.0 : boundaries.1) >> UInt64(byte & 0x3F) & 1 != 0
    }

    mutating func insertBoundary(_ byte: UInt8) {
      let bit: UInt64 = 1 << UInt64(byte & 0x3F)
      if byte & 0x40 == 0 { boundaries.0 |= bit } else { boundaries.1 |= bit }
    }
  }

  private struct Host: Sendable {
    let key: Int
    /// The next host in the same bucket, -1 for none.
    let next: Int32
  }

  private var gaps: [Gap] = []
  private var shapes: [Shape] = []
  /// The first shape for each number of labels, and how many there are.
  private var shapesByLabelCount: [(first: Int32, count: Int)] = []
  private var hosts: [Host] = []
  /// The first host of each bucket.
  private var buckets = SlotTable()

  var isEmpty: Bool { hosts.isEmpty }

  /// Adds the host of the key `key`, a pattern with wildcards, and returns its number.
  mutating func insert(_ key: Int, host: Span<UInt8>, port: Span<UInt8>) -> Int {
    let labels = Labels(of: host)
    let shape = shape(of: host, labels)
    if let boundary = boundary(host, labels, shape: shape) {
      shapes[shape].insertBoundary(boundary)
    }
    // A pattern always fits its own shape and the coarse one.
    let hash = hash(host, labels, port, shape: shape) ?? 0
    var probe = buckets.probe(hash)
    let first = buckets.next(&probe)
    hosts.append(Host(key: key, next: Int32(first ?? -1)))
    if let first {
      // Hosts whose hashes collide share the bucket; matching distinguishes them.
      buckets.replace(first, with: hosts.count - 1, for: hash)
    } else {
      buckets.insert(hosts.count - 1, for: hash)
    }
    return hosts.count - 1
  }

  /// Passes to `body` the keys of all hosts whose literal parts agree with `host` and `port`, and of some that collide.
  @inline(__always)
  func forEachCandidate(host: Span<UInt8>, port: Span<UInt8>, _ body: (_ key: Int) -> Void) {
    let labels = Labels(of: host)
    guard labels.count < shapesByLabelCount.count else { return }
    var shape = shapesByLabelCount[labels.count].first
    while shape >= 0 {
      if boundary(host, labels, shape: Int(shape)).map(shapes[Int(shape)].hasBoundary) ?? true,
        let hash = hash(host, labels, port, shape: Int(shape))
      {
        var probe = buckets.probe(hash)
        var next = Int32(buckets.next(&probe) ?? -1)
        while next >= 0 {
          body(hosts[Int(next)].key)
          next = hosts[Int(next)].next
        }
      }
      shape = shapes[Int(shape)].next
    }
  }

  /// The byte before the first gap of the shape; nil if the gap begins its label, or the label is shorter.
  @inline(__always)
  private func boundary(_ host: Span<UInt8>, _ labels: borrowing Labels, shape: Int) -> UInt8? {
    let range = shapes[shape].gaps
    guard !range.isEmpty else { return nil }
    let gap = gaps[range.lowerBound]
    let label = labels[gap.label]
    return gap.prefix > 0 && gap.prefix <= label.count
      ? host[label.lowerBound + gap.prefix - 1] : nil
  }

  /// The hash of a host's literal parts in the shape, and of the port; nil if a label of the host is too short for its
  /// gap, so no pattern of the shape matches.
  private func hash(
    _ host: Span<UInt8>, _ labels: borrowing Labels, _ port: Span<UInt8>, shape: Int
  ) -> UInt32? {
    var hash = KeyedHash(origin: UInt64(shape))
    if !port.isEmpty { hash.combine(port) }
    let range = shapes[shape].gaps
    guard !range.isEmpty else { return hash.folded }
    var cursor = 0
    for position in range {
      let gap = gaps[position]
      let label = labels[gap.label]
      let (end, next) = (label.lowerBound + gap.prefix, label.upperBound - gap.suffix)
      guard end <= next else { return nil }
      hash.combine(host.extracting(cursor..<end))
      cursor = next
    }
    hash.combine(host.extracting(cursor..<host.count))
    return hash.folded
  }
}

// MARK: - Shapes

extension WildcardHosts {
  /// The number of the shape of `host`. A new shape is added; when there are too many, it is the coarse one.
  private mutating func shape(of host: Span<UInt8>, _ labels: borrowing Labels) -> Int {
    // As long as the largest label count, which is less than that host's bytes.
    while shapesByLabelCount.count <= labels.count { shapesByLabelCount.append((-1, 0)) }
    var sought: [Gap] = []
    if labels.count <= Self.maximumLabelCount {
      for number in 0..<labels.count {
        let label = host.extracting(labels[number])
        if !LabelGlob.isLiteral(label) { sought.append(Gap(number, of: label)) }
      }
    }
    if let known = number(of: sought, labelCount: labels.count) { return known }
    if shapesByLabelCount[labels.count].count >= Self.maximumShapeCount {
      sought = []
      if let known = number(of: sought, labelCount: labels.count) { return known }
    }
    let (first, count) = shapesByLabelCount[labels.count]
    shapes.append(Shape(gaps: gaps.count..<gaps.count + sought.count, next: first))
    gaps += sought
    shapesByLabelCount[labels.count] = (Int32(shapes.count - 1), count + 1)
    return shapes.count - 1
  }

  private func number(of sought: [Gap], labelCount: Int) -> Int? {
    var shape = shapesByLabelCount[labelCount].first
    while shape >= 0 {
      if gaps[shapes[Int(shape)].gaps].elementsEqual(sought) { return Int(shape) }
      shape = shapes[Int(shape)].next
    }
    return nil
  }
}

extension WildcardHosts.Gap {
  /// Measures the literal ends of a label that holds a wildcard.
  ///
  /// Nothing after a class or an escape counts as literal: only ``LabelGlob`` knows where those end.
  fileprivate init(_ number: Int, of label: Span<UInt8>) {
    var prefix: Int?
    var suffix = 0
    var isPlain = true
    for offset in label.indices {
      switch label[offset] {
      case UInt8(ascii: "*"), UInt8(ascii: "?"): suffix = 0
      case UInt8(ascii: "["), UInt8(ascii: "\\"): isPlain = false
      default:
        suffix += 1
        continue
      }
      prefix = prefix ?? offset
    }
    self.init(label: number, prefix: prefix ?? 0, suffix: isPlain ? suffix : 0)
  }
}

/// The ranges of a host's labels: all are counted, the first 32 are kept.
private struct Labels {
  private var ends = InlineArray<32, Int32>(repeating: 0)
  private(set) var count = 0

  init(of host: Span<UInt8>) {
    var start = 0
    while true {
      let end = host.labelEnd(from: start)
      if count < WildcardHosts.maximumLabelCount { ends[count] = Int32(truncatingIfNeeded: end) }
      count += 1
      guard end < host.count else { return }
      start = end + 1
    }
  }

  /// The range of label `number`, which is below 32 and `count`.
  subscript(number: Int) -> Range<Int> {
    let start = number == 0 ? 0 : Int(ends[number - 1]) + 1
    return start..<Int(ends[number])
  }
}
