import Testing

@testable import ImagePullCredentials

@Suite("The dots of a host")
struct HostDotsTests {
  @Test(
    "divide it into labels",
    arguments: [
      ("", [0..<0], false), ("a", [0..<1], false), ("a.bc", [0..<1, 2..<4], false),
      (".", [0..<0, 1..<1], false), ("a..b.", [0..<1, 2..<2, 3..<4, 5..<5], false),
      ("*.io", [0..<1, 2..<4], true), ("a*", [0..<2], true),
    ])
  func labels(host: String, expected: [Range<Int>], hasStar: Bool) {
    let dots = HostDots(in: host.utf8.span)
    #expect(dots.labelCount == expected.count && dots.hasStar == hasStar)
    #expect((0..<expected.count).map { dots.label($0) } == expected)
  }

  @Test("are noted for the first 32 labels, and counted beyond", arguments: [31, 32, 33, 100])
  func many(count: Int) {
    let host = (0..<count).map { _ in "ab" }.joined(separator: ".")
    let dots = HostDots(in: host.utf8.span)
    #expect(dots.labelCount == count)
    for label in 0..<min(count, HostDots.maximumLabelCount) {
      #expect(dots.label(label) == label * 3..<label * 3 + 2)
    }
  }
}
