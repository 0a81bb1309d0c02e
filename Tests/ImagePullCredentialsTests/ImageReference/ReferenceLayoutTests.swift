import ImagePullCredentials
import Testing

struct ReferenceLayoutTests {
  @Test(arguments: [
    Accepted("r.io/\(run("z", 255))", "r.io", run("z", 255)),
    Accepted(run("z", 247), "docker.io", "library/\(run("z", 247))"),
    Accepted("docker.io/\(run("z", 247))", "docker.io", "library/\(run("z", 247))"),
    Accepted("index.docker.io/\(run("z", 247))", "docker.io", "library/\(run("z", 247))"),
    Accepted("t/\(run("z", 253))", "docker.io", "t/\(run("z", 253))"),
    Accepted("a_b.io/\(run("z", 248))", "", "a_b.io/\(run("z", 248))"),
    Accepted("\(run("a", 300)).io/\(run("z", 255))", "\(run("a", 300)).io", run("z", 255)),
  ])
  func longestRepositories(row: Accepted) { row.check() }

  @Test(arguments: [
    Refused("r.io/\(run("z", 256))", .nameTooLong, at: 260),
    Refused(run("z", 248), .nameTooLong, at: 247),
    Refused("docker.io/\(run("z", 248))", .nameTooLong, at: 257),
    Refused("t/\(run("z", 254))", .nameTooLong, at: 255),
    Refused("a_b.io/\(run("z", 249))", .nameTooLong, at: 255),
    // The digest is looked at last, capitals and the format first.
    Refused("r.io/\(run("z", 256))@sha1:\(run("0", 40))", .nameTooLong, at: 260),
    Refused("r.io/\(run("z", 256))@SHA1:\(run("0", 40))", .nameContainsUppercase, at: 262),
    Refused("r.io/\(run("z", 256)):", .invalidFormat, at: 262),
  ])
  func longerRepositories(row: Refused) { row.check() }

  @Test(arguments: [
    Refused(run("a", 64), .nameIsIdentifier, at: 0),
    Refused(run("0123456789abcdef", 4), .nameIsIdentifier, at: 0),
  ])
  func identifiers(row: Refused) { row.check() }

  @Test(arguments: [
    Accepted(run("a", 63), "docker.io", "library/\(run("a", 63))"),
    Accepted(run("a", 65), "docker.io", "library/\(run("a", 65))"),
    Accepted("\(run("a", 63))g", "docker.io", "library/\(run("a", 63))g"),
    Accepted("\(run("a", 62)):b", "docker.io", "library/\(run("a", 62))"),
    Accepted("library/\(run("a", 64))", "docker.io", "library/\(run("a", 64))"),
  ])
  func notIdentifiers(row: Accepted) { row.check() }

  @Test func capitalInWhatWouldBeAnIdentifier() {
    Refused("\(run("a", 63))A", .nameContainsUppercase, at: 63).check()
  }
}
