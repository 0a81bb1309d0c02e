import ImagePullCredentials
import KubernetesPulls
import Testing
@testable import pullcreds

@Suite struct ParseReportTests {
  private static let digest =
    "sha256:260a4fb72653cc2ee6874167720f74472d23d5ccbed94c3aca56fcdd4016a47e"

  @Test func parts() {
    let report = ParseReport(["nginx:1.27", "quay.io/a/b@\(Self.digest)"])
    #expect(report.status == .success)
    #expect(
      report.text.text == """
        nginx:1.27
          registry    docker.io
          repository  library/nginx
          tag         1.27
          normalised  docker.io/library/nginx:1.27
          familiar    nginx:1.27
          matched as  docker.io/library/nginx

        quay.io/a/b
        @\(Self.digest)
          registry    quay.io
          repository  a/b
          digest
            \(Self.digest)
          normalised
            quay.io/a/b
            @\(Self.digest)
          familiar
            quay.io/a/b
            @\(Self.digest)
          matched as  quay.io/a/b

        """)
  }

  @Test func aReferenceWithoutRegistry() {
    #expect(
      ParseReport(["a_b.io/x"]).text.text == """
        a_b.io/x
          registry    (none)
          repository  a_b.io/x
          normalised  a_b.io/x
          familiar    a_b.io/x
          matched as  a_b.io/x

        """)
  }

  @Test func aCaretPointsAtTheByte() {
    let report = ParseReport(["nginx", "quay.io/Team/app"])
    #expect(report.status == .negative)
    #expect(
      report.text.text.hasSuffix(
        """

        quay.io/Team/app
                ^
        not an image reference: name-contains-uppercase: byte 8 is "T"; a repository is
        written in lower case

        """))
  }

  @Test func json() {
    #expect(
      ParseReport(["localhost:5000/app:1", "Foo"]).json.text == """
        {
          "references": [
            {
              "asWritten": "localhost:5000/app:1",
              "registry": "localhost:5000",
              "repository": "app",
              "tag": "1",
              "digest": null,
              "normalised": "localhost:5000/app:1",
              "familiar": "localhost:5000/app:1",
              "name": "localhost:5000/app"
            },
            {
              "asWritten": "Foo",
              "error": {
                "code": "name-contains-uppercase",
                "offset": 0,
                "message": "name-contains-uppercase: byte 0 is \\"F\\"; a repository is written in lower case"
              }
            }
          ]
        }

        """)
  }
}

@Suite struct ExcerptTests {
  @Test(arguments: [
    ("Foo", 0, "Foo", 0),
    ("Foo", 2, "Foo", 2),
    ("Foo", 3, "Foo", 3),
    ("äF", 2, "\"äF\"", 2),  // the byte after one of two bytes
    ("äF", 1, "\"äF\"", 1),  // a byte inside a scalar
    ("a\u{7}F", 2, "\"a\\u{07}F\"", 8),
    ("", 0, "\"\"", 1), ("✓ key", 4, "\"✓ key\"", 3),
  ])
  func shortTexts(_ text: String, _ offset: Int, _ shown: String, _ column: Int) {
    let excerpt = Excerpt(of: text, around: offset, width: 80)
    #expect(excerpt.text.text == shown)
    #expect(excerpt.column == column)
  }

  @Test(arguments: [
    (0, "abcdefgh…", 0), (4, "abcdefgh…", 4), (13, "…jklmnopq…", 5), (25, "…stuvwxyz", 8),
    (26, "…stuvwxyz", 9),
  ])
  func longTextsShowTheSurroundings(_ offset: Int, _ shown: String, _ column: Int) {
    let excerpt = Excerpt(of: "abcdefghijklmnopqrstuvwxyz", around: offset, width: 10)
    #expect(excerpt.text.text == shown)
    #expect(excerpt.column == column)
  }

  @Test func theWidthIsKept() {
    let text = String(repeating: "a", count: 10)
    #expect(Excerpt(of: text, around: 0, width: 10).text.text == text)
    #expect(Excerpt(of: text + "b", around: 0, width: 10).text.text == "aaaaaaaa…")
  }
}
