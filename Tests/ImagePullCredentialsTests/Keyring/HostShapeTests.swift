import Testing

@testable import ImagePullCredentials

@Suite("The shape of a host")
struct HostShapeTests {
  @Test(
    "is where its labels are open, between how many literal bytes",
    arguments: [
      ("*", 1, [[0, 0, 0]]), ("*.example.com", 3, [[0, 0, 0]]), ("a*.io", 2, [[0, 1, 0]]),
      ("*bc.io", 2, [[0, 0, 2]]), ("x.a*bc.*", 3, [[1, 1, 2], [2, 0, 0]]),
      ("a*b*cd", 1, [[0, 1, 2]]), ("**", 1, [[0, 0, 0]]), ("a?b", 1, [[0, 1, 1]]),
      // After a class nothing counts as literal.
      ("[::1]", 1, [[0, 0, 0]]), ("a[b]c*d", 1, [[0, 1, 0]]), ("a*b[c]d", 1, [[0, 1, 0]]),
      ("a\\*b", 1, [[0, 1, 0]]), ("ü*", 1, [[0, 2, 0]]), (".*.", 3, [[1, 0, 0]]),
    ])
  func gaps(host: String, labelCount: Int, expected: [[Int32]]) throws {
    let shape = try #require(HostShape(host))
    #expect(shape.labelCount == labelCount)
    #expect(shape.gaps.map { [$0.label, $0.prefix, $0.suffix] } == expected)
  }

  @Test("is none without a wildcard", arguments: ["", "a.io", "a]b", "ü", "a-b.c"])
  func literal(host: String) {
    let shape = HostShape(host)
    #expect(shape == nil)
  }

  @Test("leaves all open above 32 labels", arguments: [31, 32, 33, 34])
  func manyLabels(count: Int) throws {
    let host = "*" + String(repeating: ".a", count: count - 1)
    let shape = try #require(HostShape(host))
    #expect(shape.labelCount == count)
    #expect(shape.gaps.isEmpty == (count > 32))
    #expect((shape == .coarse(labelCount: count)) == (count > 32))
  }
}

extension HostShape {
  /// The shape of a pattern given as a string.
  init?(_ pattern: String) {
    self.init(ofPattern: pattern.utf8.span)
  }
}
