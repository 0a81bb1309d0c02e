import Testing

@testable import ImagePullCredentials

@Suite("A search in bytes")
struct SpanSearchTests {
  @Test("finds the first and the last inside a range, and nothing outside it")
  func offsets() {
    let text = "a.b.c"
    let dot = UInt8(ascii: ".")
    let first = [0..<5, 1..<5, 2..<5, 2..<3, 4..<5, 5..<5].map {
      text.utf8.span.firstOffset(of: dot, in: $0)
    }
    let last = [0..<5, 0..<4, 0..<3, 2..<3, 0..<1, 0..<0].map {
      text.utf8.span.lastOffset(of: dot, in: $0)
    }
    let any = text.utf8.span.firstOffset(of: dot)
    #expect(first == [1, 1, 3, nil, nil, nil])
    #expect(last == [3, 3, 1, nil, nil, nil])
    #expect(any == 1)
  }

  @Test("ends at the first byte outside a class, or at the end")
  func classes() {
    let text = "12a4"
    let ends = [0, 1, 2, 3, 4].map { text.utf8.span.end(from: $0) { $0 < UInt8(ascii: "a") } }
    #expect(ends == [2, 2, 2, 4, 4])
  }

  @Test("gives no byte at the end and beyond")
  func byteAt() {
    let bytes = [0, 1, 2, 9].map { "ab".utf8.span.byte(at: $0) }
    #expect(bytes == [UInt8(ascii: "a"), UInt8(ascii: "b"), nil, nil])
  }

  /// Eight bytes are looked at together.
  @Test("finds a byte wherever in a word it stands, and what is not ASCII")
  func words() {
    for count in 0...20 {
      for place in 0..<count {
        for byte: UInt8 in [0x00, 0x2E, 0x2F, 0x7F, 0x80, 0xAE, 0xFF] {
          var bytes = [UInt8](repeating: 0x2D, count: count)
          bytes[place] = byte
          let found = bytes.span.firstOffset(of: 0x2E)
          let last = bytes.span.lastOffset(of: 0x2E, in: 0..<count)
          let lastBefore = bytes.span.lastOffset(of: 0x2E, in: 0..<place)
          let isASCII = bytes.span.isASCII(in: 0..<count)
          let isASCIIBehind = bytes.span.isASCII(in: place + 1..<count)
          guard found == (byte == 0x2E ? place : nil), last == found, lastBefore == nil,
            isASCII == (byte < 0x80), isASCIIBehind
          else {
            Issue.record("\(byte) at \(place) of \(count)")
            continue
          }
        }
      }
    }
  }

  /// Texts of two letters are as alike as texts can be.
  @Test("finds a text where a search at each place in turn finds it")
  func texts() {
    let sought = (1...4).flatMap { count in
      (0..<1 << count).map { bits in (0..<count).map { bits >> $0 & 1 == 0 ? "a" : "B" }.joined() }
    }
    let places = (0..<1 << 7).map { bits in (0..<7).map { bits >> $0 & 1 == 0 ? "a" : "B" }.joined()
    }
    for (text, place) in sought.flatMap({ text in places.map { (text, $0) } }) {
      for start in [0, 3, 7, 8] {
        let expected = place.utf8.indices.dropFirst(start)
          .first { place.utf8[$0...].starts(with: text.utf8) }
          .map { place.utf8.distance(from: place.startIndex, to: $0) }
        let found = place.utf8.span.firstOffset(of: text.utf8.span, from: start)
        let inAnyCase = place.lowercased().utf8.span
          .firstOffset(of: text.utf8.span, from: start, ignoringASCIICase: true)
        if found != expected || inAnyCase != expected {
          Issue.record("\(text) in \(place) from \(start): \(String(describing: found))")
        }
      }
    }
    #expect("ab".utf8.span.firstOffset(of: "".utf8.span) == nil)
  }

  /// A search that begins again at each byte would compare ten thousand million.
  @Test("goes through a long text once")
  func longTexts() {
    let text = String(repeating: "a", count: 200_000)
    #expect(!text.hasBytes(text.dropLast(100_000) + "b", ignoringASCIICase: true))
    #expect((text + "ab").hasBytes(text + "B", ignoringASCIICase: true))
    #expect("aabaabaaab".hasBytes("aabaaab"))
    #expect(!"aabaabaaab".hasBytes("aabaaaab"))
  }

  @Test("marks the first byte of a word that is sought, and may mark others behind it")
  func marks() {
    for place in 0..<8 as Range<UInt64> {
      for byte in UInt8.min...UInt8.max {
        let word = UInt64.eachByte(0x41) & ~(0xFF << (place * 8)) | UInt64(byte) << (place * 8)
        let equal = word.marks(of: 0x22)
        let below = word.marks(below: 0x20)
        #expect(equal == 0 ? byte != 0x22 : byte == 0x22 && equal.trailingZeroBitCount / 8 == place)
        #expect(below == 0 ? byte >= 0x20 : byte < 0x20 && below.trailingZeroBitCount / 8 == place)
      }
    }
  }
}
