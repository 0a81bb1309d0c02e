import Testing

@testable import ImagePullCredentials

@Suite("A keyed hash")
struct KeyedHashTests {
  @Test("of a text is found block by block too, whatever stands behind the text")
  func blocks() {
    let bytes = (0..<40).map { UInt8($0 * 6) }
    for end in 0...bytes.count {
      var whole = KeyedHash(origin: 3)
      whole.combine(bytes.span.extracting(0..<end))
      for cut in 0...end / 8 {
        var parts = KeyedHash(origin: 3)
        parts.combine(blocksOf: bytes.span, from: 0, to: cut)
        parts.combine(blocksOf: bytes.span, from: cut, to: end / 8)
        parts.combineTail(of: bytes.span, before: end)
        #expect(parts.state == whole.state, "\(end), cut at block \(cut)")
      }
    }
  }

  @Test("tells texts, lengths and origins apart")
  func distinct() {
    var hashes: Set<UInt64> = []
    for count in 0...64 {
      hashes.insert(KeyedHash.of([UInt8](repeating: 0, count: count).span).state)
    }
    for byte in 1...UInt8.max { hashes.insert(KeyedHash.of([byte].span).state) }
    for origin in 1...100 as ClosedRange<UInt64> { hashes.insert(KeyedHash(origin: origin).state) }
    #expect(hashes.count == 65 + 255 + 100)
  }

  @Test("reads what is left over of a text as one word")
  func tail() {
    let bytes: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    let words = [0, 1, 7, 8, 9, 10].map { bytes.span.tailWord(before: $0) }
    #expect(words == [0, 0x01, 0x07_0605_0403_0201, 0, 0x09, 0x0A09])
    // With eight bytes to read from, and without.
    let longer = (bytes + bytes).span.tailWord(before: 9)
    #expect(longer == 0x09)
  }
}
