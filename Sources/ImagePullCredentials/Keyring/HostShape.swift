/// Which parts of a host a wildcard pattern leaves open: what patterns such as `*.example.com` and `*.quay.io`
/// have in common.
///
/// Patterns of one shape that agree in their literal parts share a hash. A look-up cuts the image's host in the
/// same way, once for each shape of the right number of labels, and so finds the patterns that can match without
/// looking at the others.
struct HostShape: Sendable, Equatable {
  /// One label that holds a wildcard.
  struct Gap: Sendable, Equatable {
    let label: Int32
    /// How many bytes before the first wildcard and after the last one are literal.
    let prefix: Int32
    let suffix: Int32
  }

  let labelCount: Int
  /// The labels with wildcards, in order; empty where all of the host is left open.
  let gaps: [Gap]

  /// The shape that leaves all of the host open. Patterns of it are told apart by matching them.
  static func coarse(labelCount: Int) -> HostShape {
    HostShape(labelCount: labelCount, gaps: [])
  }

  private init(labelCount: Int, gaps: [Gap]) {
    self.labelCount = labelCount
    self.gaps = gaps
  }

  /// The shape of the pattern `host`, nil if it holds no wildcard.
  init?(ofPattern host: Span<UInt8>) {
    guard !LabelGlob.isLiteral(host) else { return nil }
    var gaps: [Gap] = []
    var labels = HostLabels(host)
    var labelCount = 0
    while let label = labels.next() {
      if !LabelGlob.isLiteral(label) { gaps.append(Gap(label: labelCount, of: label)) }
      labelCount += 1
    }
    guard !gaps.isEmpty else { return nil }
    let isCut = labelCount <= HostDots.maximumLabelCount
    self.init(labelCount: labelCount, gaps: isCut ? gaps : [])
  }
}

extension HostShape.Gap {
  /// Measures the literal ends of a label that holds a wildcard.
  ///
  /// After a class or an escape nothing counts as literal: where those end is for ``LabelGlob`` to say.
  fileprivate init(label number: Int, of label: Span<UInt8>) {
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
    self.init(
      label: Int32(truncatingIfNeeded: number), prefix: Int32(truncatingIfNeeded: prefix ?? 0),
      suffix: isPlain ? Int32(truncatingIfNeeded: suffix) : 0)
  }
}
