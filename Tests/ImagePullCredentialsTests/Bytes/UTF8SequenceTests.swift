import Testing

@testable import ImagePullCredentials

@Suite("A sequence of UTF-8")
struct UTF8SequenceTests {
  @Test("is well-formed when the standard library says so")
  func agreesWithLibrary() {
    let others: [UInt8] = [0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF]
    for first in 0x80...UInt8.max {
      for second in others {
        for third: UInt8 in [0x7F, 0x80, 0xBF, 0xC0] {
          for fourth: UInt8 in [0x7F, 0x80, 0xBF, 0xC0] {
            expect([first, second, third, fourth])
          }
        }
      }
    }
  }

  private func expect(_ bytes: [UInt8]) {
    let expected = (2...4).first { String(validating: bytes.prefix($0), as: UTF8.self) != nil }
    // A shorter sequence with ASCII after it is more than one character.
    let isOne = expected.map {
      String(decoding: bytes.prefix($0), as: UTF8.self).unicodeScalars.count
    }
    let length = bytes.span.wellFormedLength(at: 0, before: 4)
    guard length == (isOne == 1 ? expected : nil) else {
      Issue.record("\(bytes): \(String(describing: length))")
      return
    }
    for end in 1..<4 {
      let cut = bytes.span.wellFormedLength(at: 0, before: end)
      let fits = (length ?? 5) <= end
      if cut != (fits ? length : nil) { Issue.record("\(bytes) before \(end): \(cut ?? 0)") }
    }
  }

  @Test(
    "makes a text when every byte belongs to one",
    arguments: [
      ([], true), ([0x61], true), ([0xC3, 0xBC, 0x61], true), ([0x61, 0xC3], false),
      ([0xED, 0xA0, 0x80], false), ([0xF0, 0x9F, 0x98, 0x80], true),
    ] as [([UInt8], Bool)])
  func isUTF8(bytes: [UInt8], expected: Bool) {
    let isUTF8 = bytes.span.isUTF8
    #expect(isUTF8 == expected)
  }
}
