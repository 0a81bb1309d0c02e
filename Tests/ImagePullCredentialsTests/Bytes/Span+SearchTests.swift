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
}
