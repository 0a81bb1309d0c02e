import ImagePullCredentials
import Testing

struct ImageReferenceParseErrorTests {
  @Test(arguments: [
    (
      "",
      """
      invalid-format: the text ends at byte 0; a repository is a-z and 0-9, joined by ".", \
      "_", "__", dashes or "/"; :tag and @digest may follow
      """
    ),
    (
      "nginx:-1",
      """
      invalid-format: byte 6 is "-"; a tag is 1 to 128 of A-Z a-z 0-9 _ . -, \
      not starting with . or -; only @digest may follow
      """
    ),
    (
      "Reg..io/x",
      """
      invalid-format: byte 4 is "."; a registry is labels of A-Z a-z 0-9 and inner \
      dashes joined by ".", or an IPv6 address in brackets; then :port, if any, and "/"
      """
    ),
    (
      "x@sha256:",
      """
      invalid-format: the text ends at byte 9; a digest is an algorithm, ":" and 32 \
      or more hexadecimal digits, and comes last
      """
    ),
    (
      "a/B",
      "name-contains-uppercase: byte 2 is \"B\"; a repository is written in lower case"
    ),
    (
      run("z", 248),
      "name-too-long: byte 247 is \"z\"; a repository has at most 255 bytes, \"library/\" included"
    ),
    (
      run("a", 64),
      """
      name-is-identifier: byte 0 is "a"; 64 hexadecimal digits are an image id; \
      name a repository
      """
    ),
    (
      "x@md5:\(run("0", 32))",
      "digest-unsupported-algorithm: byte 2 is \"m\"; the algorithms are sha256, sha384 and sha512"
    ),
    (
      "x@sha256:\(run("0", 63))",
      "digest-invalid-length: the text ends at byte 72; sha256 has 64 hexadecimal digits"
    ),
    (
      "x@sha384:\(run("0", 97))",
      "digest-invalid-length: byte 105 is \"0\"; sha384 has 96 hexadecimal digits"
    ),
    (
      "x@sha512:\(run("0", 129))",
      "digest-invalid-length: byte 137 is \"0\"; sha512 has 128 hexadecimal digits"
    ),
    (
      "x@sha256:\(run("A", 64))",
      "digest-invalid-format: byte 9 is \"A\"; a digest is written in lower case"
    ),
    (
      "r.io/\u{C9}",
      "name-contains-uppercase: byte 5 is 0xC3; a repository is written in lower case"
    ),
  ])
  func description(text: String, description: String) {
    #expect(error(text)?.description == description)
  }

  @Test func equalInAllParts() {
    #expect(error("a//b") == error("a//b"))
    #expect(error("a//b") != error("nginx:"))
    #expect(error("a//b")?.code == error("nginx:")?.code)
    #expect(error("a//b")?.offset == 2)
    #expect(error("nginx:")?.offset == 6)
    #expect(error("a//b")?.code != error("A")?.code)
  }

  @Test func canBeMade() {
    let made = ImageReference.ParseError(.nameTooLong, at: 255)
    #expect(made == ImageReference.ParseError(.nameTooLong, at: 255))
    #expect(made != ImageReference.ParseError(.nameTooLong, at: 256))
    #expect(made.description == "name-too-long: byte 255")
  }

  private func error(_ text: String) -> ImageReference.ParseError? {
    do {
      _ = try ImageReference(text)
      return nil
    } catch {
      return error
    }
  }
}
