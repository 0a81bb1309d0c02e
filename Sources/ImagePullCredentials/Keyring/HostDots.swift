/// Where the labels of a host stand.
struct HostDots: Sendable {
  /// Only hosts of up to so many labels are cut by their shape. DNS names rarely have ten.
  static let maximumLabelCount = 32

  /// Where each label ends, for the first 32.
  private var ends = InlineArray<32, Int32>(repeating: 0)
  private(set) var labelCount = 0
  /// Whether the host holds a `*`, as patterns do and images do not.
  private(set) var hasStar = false

  init(in host: Span<UInt8>) {
    for offset in host.indices {
      if host[offset] == UInt8(ascii: ".") { endLabel(at: offset) }
      if host[offset] == UInt8(ascii: "*") { hasStar = true }
    }
    endLabel(at: host.count)
  }

  /// The range of label `number`, which is below `maximumLabelCount` and `labelCount`.
  func label(_ number: Int) -> Range<Int> {
    let start = number == 0 ? 0 : Int(ends[number - 1]) + 1
    return start..<Int(ends[number])
  }

  private mutating func endLabel(at offset: Int) {
    if labelCount < Self.maximumLabelCount { ends[labelCount] = Int32(truncatingIfNeeded: offset) }
    labelCount += 1
  }
}
