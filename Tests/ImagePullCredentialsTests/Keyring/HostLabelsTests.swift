import Testing

@testable import ImagePullCredentials

@Suite("The labels of a host")
struct HostLabelsTests {
  @Test(
    "stand between its dots",
    arguments: [
      ("", [""]), ("localhost", ["localhost"]), ("a.b.c", ["a", "b", "c"]), ("a.", ["a", ""]),
      (".a", ["", "a"]), ("..", ["", "", ""]),
    ])
  func labels(host: String, expected: [String]) {
    var labels = HostLabels(host.utf8Span.span)
    var found: [String] = []
    while let label = labels.next() { found.append(String(copying: label)) }
    #expect(found == expected)
    #expect(HostLabels.count(in: host.utf8Span.span) == expected.count)
  }
}
