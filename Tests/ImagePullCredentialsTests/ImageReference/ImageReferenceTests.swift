import ImagePullCredentials
import Testing

struct ImageReferenceTests {
  @Test func parts() throws {
    let digest = "sha256:\(run("0123456789abcdef", 4))"
    let image = try ImageReference("r.io:5000/team/app:v1@\(digest)")
    #expect(image.registry == "r.io:5000")
    #expect(image.repository == "team/app")
    #expect(image.name == "r.io:5000/team/app")
    #expect(image.tag == "v1")
    #expect(image.digest == digest)
    #expect(image.description == "r.io:5000/team/app:v1@\(digest)")
    #expect(image.asWritten == image.description)
    #expect(!image.isDockerHub)
  }

  @Test func impliedParts() throws {
    let image = try ImageReference("nginx:1.25")
    #expect(image.registry == "docker.io")
    #expect(image.repository == "library/nginx")
    #expect(image.name == "docker.io/library/nginx")
    #expect(image.tag == "1.25")
    #expect(image.digest == nil)
    #expect(image.description == "docker.io/library/nginx:1.25")
    #expect(image.asWritten == "nginx:1.25")
    #expect(image.isDockerHub)
  }

  @Test(arguments: [
    "nginx", "nginx:1@sha256:\(run("0", 64))", "team/x", "index.docker.io/x", "docker.io/a/b:1",
    "a_b.io/x", "[::1]:80/x", "Reg.io/x", "localhost/x", run("z", 247), "library/\(run("a", 64))",
  ])
  func parsingThePrintedTextGivesTheSame(text: String) throws {
    let image = try ImageReference(text)
    let again = try ImageReference(image.description)
    #expect(again == image)
    #expect(again.description == image.description)
    #expect(again.familiar == image.familiar)
  }

  @Test(arguments: ["nginx", "r.io/team/app:v1@sha256:\(run("0", 64))", "", "a//b", "É"])
  func everyEntryPointIsTheSameParser(text: String) {
    let bytes = Array(text.utf8)
    let results = [
      outcome { () throws(ImageReference.ParseError) in try ImageReference(text) },
      outcome { () throws(ImageReference.ParseError) in try ImageReference(utf8: bytes) },
      outcome { () throws(ImageReference.ParseError) in try ImageReference(utf8: bytes.span) },
    ]
    #expect(Set(results).count == 1)
  }

  @Test func aSubstringParsesOnItsOwn() throws {
    let text = "image: r.io/team/app:v1, nginx"
    let part = text[text.index(text.startIndex, offsetBy: 7)...].prefix { $0 != "," }
    #expect(try ImageReference(String(part)).name == "r.io/team/app")
    let bytes = Array(text.utf8)
    #expect(try ImageReference(utf8: bytes.span.extracting(7..<23)).tag == "v1")
    #expect(try ImageReference(utf8: bytes.span.extracting(25..<30)).name == name("nginx"))
  }

  /// Each is refused after a pass or two; quadratic work would not end in the time limit.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      Refused("\(run("a", 1_000_000))!", .invalidFormat, at: 1_000_000),
      Refused(run("a", 1_000_000), .nameTooLong, at: 247),
      Refused(run("a/", 500_000), .invalidFormat, at: 1_000_000),
      Refused("\(run("a.", 500_000))A/x:!", .invalidFormat, at: 1_000_004),
      Refused("x:\(run("1", 1_000_000))", .invalidFormat, at: 130),
      Refused("x@sha256:\(run("0", 1_000_000))", .digestInvalidLength, at: 73),
      Refused("x@\(run("a+", 500_000))", .invalidFormat, at: 1_000_002),
      Refused(run("[", 1_000_000), .invalidFormat, at: 1),
      Refused(run("-", 1_000_000), .invalidFormat, at: 0),
      Refused(run("é", 500_000), .invalidFormat, at: 0),
      Refused("A_\(run("\u{212A}", 300_000))/x", .nameContainsUppercase, at: 0),
      Refused([UInt8](repeating: 0xFF, count: 1_000_000), .nameContainsUppercase, at: 0),
    ])
  func megabytes(row: Refused) { row.check() }

  /// The name, or the error's code and offset.
  private func outcome(
    _ parse: () throws(ImageReference.ParseError) -> ImageReference
  ) -> String {
    do {
      return try parse().description
    } catch {
      return "\(error.code) \(error.offset)"
    }
  }

  private func name(_ official: String) -> String { "docker.io/library/\(official)" }
}
