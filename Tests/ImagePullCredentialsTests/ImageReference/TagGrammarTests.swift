import ImagePullCredentials
import Testing

struct TagGrammarTests {
  @Test(arguments: ["1", "latest", "LATEST", "_", "_.-", "1.2.3-rc_1", "sha-abc", run("t", 128)])
  func tags(tag: String) throws {
    let image = try ImageReference("r.io/x:\(tag)")
    #expect(image.tag == tag)
    #expect(image.digest == nil)
    #expect(try ImageReference("r.io/x").tag == nil)
  }

  @Test(arguments: [
    Refused("x:", .invalidFormat, at: 2),
    Refused("x:.a", .invalidFormat, at: 2),
    Refused("x:-a", .invalidFormat, at: 2),
    Refused("x:a+b", .invalidFormat, at: 3),
    Refused("x:a:b", .invalidFormat, at: 3),
    Refused("x:a/b", .invalidFormat, at: 3),
    Refused("r.io/x:a/b", .invalidFormat, at: 8),
    Refused("x:é", .invalidFormat, at: 2),
    Refused("x:\(run("t", 129))", .invalidFormat, at: 130),
    Refused("x:\(run("t", 129))@sha256:\(run("0", 64))", .invalidFormat, at: 130),
  ])
  func notTags(row: Refused) { row.check() }

  @Test func aNameWithoutSlashHasTagsAndNoPort() {
    Accepted("localhost:5000", "docker.io", "library/localhost").check()
    Accepted("localhost:5000/x", "localhost:5000", "x").check()
  }
}
