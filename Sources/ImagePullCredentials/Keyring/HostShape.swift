/// Which parts of a host a wildcard pattern leaves open: what patterns such as `*.example.com` and `*.quay.io`
/// have in common.
///
/// Patterns of one shape that agree in their literal parts share a hash. A look-up cuts the image's host in the
/// same way, once for each shape of the right number of labels, and so finds the patterns that can match without
/// looking at the others.
struct HostShape: Sendable, Hashable {
  /// One label that holds a wildcard.
  struct Gap: Sendable, Hashable {
    let label: Int
    /// How many bytes before the first wildcard and after the last one are literal.
    let prefix: Int
    let suffix: Int
  }

  let labelCount: Int
  /// The labels with wildcards, in order; empty where every label is left open, whatever it holds.
  let gaps: [Gap]

  /// Hosts with more labels are not cut: their patterns are of the coarse shape. DNS names rarely have ten.
  static let maximumLabelCount = 32

  /// The shape that leaves every label open. Patterns of it are told apart by matching them.
  static func coarse(labelCount: Int) -> HostShape {
    HostShape(labelCount: labelCount, gaps: [])
  }

  /// The shape of the pattern `host`, nil if it holds no wildcard.
  init?(ofPattern host: Span<UInt8>) {
    var gaps: [Gap] = []
    var labels = HostLabels(host)
    var labelCount = 0
    while let label = labels.next() {
      if !LabelGlob.isLiteral(label) { gaps.append(Gap(label: labelCount, of: label)) }
      labelCount += 1
    }
    guard !gaps.isEmpty else { return nil }
    self.init(labelCount: labelCount, gaps: labelCount > Self.maximumLabelCount ? [] : gaps)
  }

  private init(labelCount: Int, gaps: [Gap]) {
    self.labelCount = labelCount
    self.gaps = gaps
  }

  /// Feeds the parts of `host` that this shape leaves literal into `hash`. False: a label of `host` is too short
  /// for its gap, so that no pattern of this shape matches.
  ///
  /// `dots` are those of `host`, which has `labelCount` labels.
  func combine(_ host: Span<UInt8>, dots: HostDots, into hash: inout KeyedHash) -> Bool {
    guard !gaps.isEmpty else { return true }
    var cursor = 0
    for gap in gaps {
      let label = dots.label(gap.label, of: host.count)
      guard label.count >= gap.prefix + gap.suffix else { return false }
      hash.combine(host.extracting(cursor..<label.lowerBound + gap.prefix))
      cursor = label.upperBound - gap.suffix
    }
    hash.combine(host.extracting(cursor..<host.count))
    return true
  }
}

extension HostShape.Gap {
  /// Measures the literal ends of a label that holds a wildcard.
  ///
  /// After a class or an escape nothing counts as literal: where those end is for ``LabelGlob`` to say.
  init(label number: Int, of label: Span<UInt8>) {
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

/// Where the dots of a host stand, for hosts of up to ``HostShape/maximumLabelCount`` labels.
struct HostDots: Sendable {
  private var offsets = InlineArray<32, Int>(repeating: 0)
  private(set) var labelCount = 1

  init(in host: Span<UInt8>) {
    for offset in host.indices where host[offset] == UInt8(ascii: ".") {
      if labelCount <= HostShape.maximumLabelCount { offsets[labelCount - 1] = offset }
      labelCount += 1
    }
  }

  /// The range of label `number` of a host of `length` bytes.
  func label(_ number: Int, of length: Int) -> Range<Int> {
    let start = number == 0 ? 0 : offsets[number - 1] + 1
    return start..<(number == labelCount - 1 ? length : offsets[number])
  }
}
