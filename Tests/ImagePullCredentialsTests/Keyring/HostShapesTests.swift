import Testing

@testable import ImagePullCredentials

@Suite("The shapes of hosts")
struct HostShapesTests {
  private func numbers(_ shapes: HostShapes, labelCount: Int) -> [Int] {
    var numbers: [Int] = []
    var number = shapes.first(labelCount: labelCount)
    while number >= 0 {
      numbers.append(number)
      number = shapes.next(after: number)
    }
    return numbers
  }

  @Test("are numbered once each, by their number of labels")
  func numbering() throws {
    var shapes = HostShapes()
    #expect(shapes.isEmpty && shapes.first(labelCount: 1) == -1)
    var seen: [Int] = []
    for host in ["*.io", "*.com", "a*.io", "b*.io", "*", "*.a.b"] {
      let shape = try #require(HostShape(host))
      seen.append(shapes.number(of: shape))
    }
    #expect(seen == [0, 0, 1, 1, 2, 3])
    #expect(numbers(shapes, labelCount: 1) == [2])
    #expect(numbers(shapes, labelCount: 2).sorted() == [0, 1])
    #expect(numbers(shapes, labelCount: 3) == [3])
    #expect(numbers(shapes, labelCount: 0) == [] && numbers(shapes, labelCount: 4) == [])
  }

  @Test("are 64 for one number of labels, and the coarse one for all others")
  func limit() throws {
    var shapes = HostShapes()
    for prefix in 0..<70 {
      let host = String(repeating: "a", count: prefix) + "*.io"
      let shape = try #require(HostShape(host))
      #expect(shapes.number(of: shape) == min(prefix, 64))
    }
    #expect(numbers(shapes, labelCount: 2).count == 65)
    // Those that were there before have kept their numbers.
    let first = try #require(HostShape("*.com"))
    #expect(shapes.number(of: first) == 0)
    let other = try #require(HostShape("*.a.b"))
    #expect(shapes.number(of: other) == 65)
  }

  @Test(
    "cut a host into its literal parts, unless a label is too short",
    arguments: [
      ("*.io", "quay.io", ["", ".io"]), ("a*b.io", "aXb.io", ["a", "b.io"]),
      ("a*b.io", "ab.io", ["a", "b.io"]), ("a*b.io", "a.io", nil),
      ("x.*.y.*", "1.2.3.4", ["1.", ".3.", ""]),
    ] as [(String, String, [String]?)])
  func literals(pattern: String, host: String, expected: [String]?) throws {
    var shapes = HostShapes()
    let number = shapes.number(of: try #require(HostShape(pattern)))
    let span = host.utf8.span
    var parts: [String] = []
    let fits = shapes.forEachLiteral(number, of: span, dots: HostDots(in: span)) {
      parts.append(String(copying: $0))
      return true
    }
    #expect((fits ? parts : nil) == expected)
  }

  @Test("with single stars tell a match by the literal parts alone")
  func agreement() throws {
    let rows = [
      ("*.io", "quay.io", true), ("*.io", "quay.ioo", false), ("a*.io", "b.io", false),
      ("a*c.*.io", "abc.x.io", true), ("a*c.*.io", "abd.x.io", false), ("*a.io", "a.io", true),
    ]
    for (pattern, host, expected) in rows {
      var shapes = HostShapes()
      let number = shapes.number(of: try #require(HostShape(pattern)))
      let dots = HostDots(in: pattern.utf8.span)
      let isSingle = shapes.hasSingleStars(number, pattern: pattern.utf8.span, dots: dots)
      let agree = shapes.literalsAgree(
        number, pattern: pattern.utf8.span, host: host.utf8.span, dots: HostDots(in: host.utf8.span)
      )
      #expect(isSingle && agree == expected, "\(pattern) and \(host)")
    }
    for pattern in ["**", "a*b*c", "?", "[::1]", "*.*b*"] {
      var shapes = HostShapes()
      let number = shapes.number(of: try #require(HostShape(pattern)))
      let dots = HostDots(in: pattern.utf8.span)
      let isSingle = shapes.hasSingleStars(number, pattern: pattern.utf8.span, dots: dots)
      #expect(!isSingle, "\(pattern)")
    }
  }
}
