import ImagePullCredentials
import Testing

struct DigestGrammarTests {
  @Test(arguments: [
    Refused("x@", .invalidFormat, at: 2),
    Refused("x@:", .invalidFormat, at: 2),
    Refused("x@sha256", .invalidFormat, at: 8),
    Refused("x@sha256:", .invalidFormat, at: 9),
    Refused("x@sha256:\(run("0", 31))", .invalidFormat, at: 40),
    Refused("x@sha256:\(run("0", 32))", .digestInvalidLength, at: 41),
    Refused("x@sha256:\(run("0", 63))g", .invalidFormat, at: 72),
    Refused("x@sha256:\(run("0", 64))@", .invalidFormat, at: 73),
    Refused("x@sha256:\(run("0", 64)):tag", .invalidFormat, at: 73),
    Refused("x@256:\(run("0", 64))", .invalidFormat, at: 2),
    Refused("x@sha.:\(run("0", 64))", .invalidFormat, at: 6),
    Refused("x@sha..a:\(run("0", 64))", .invalidFormat, at: 6),
    Refused("x@sha/a:\(run("0", 64))", .invalidFormat, at: 5),
    Refused("x@@sha256:\(run("0", 64))", .invalidFormat, at: 2),
  ])
  func notDigests(row: Refused) { row.check() }
}
