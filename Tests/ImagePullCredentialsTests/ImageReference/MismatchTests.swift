import ImagePullCredentials
import Testing

/// Which kind of error a text outside the grammar gets: upstream blames capitals first.
struct MismatchTests {
  @Test(arguments: [
    Refused("Nginx", .nameContainsUppercase, at: 0),
    Refused("team/Nginx", .nameContainsUppercase, at: 5),
    Refused("r.io/a/B:v1", .nameContainsUppercase, at: 7),
    Refused("r.io/É", .nameContainsUppercase, at: 5),
    Refused("R.io", .nameContainsUppercase, at: 0),
    // Even when the text is wrong in other ways too.
    Refused("a b/C", .nameContainsUppercase, at: 4),
    Refused("r.io/Nginx:", .nameContainsUppercase, at: 5),
    Refused(Array("r.io/a".utf8) + [0xFF], .nameContainsUppercase, at: 6),
    Refused([0x61, 0xC3], .nameContainsUppercase, at: 1),
  ])
  func capitalsInTheRepository(row: Refused) { row.check() }

  @Test(arguments: [
    // As a path, in lower case, the first part would do.
    Refused("A_b/x", .nameContainsUppercase, at: 0),
    Refused("a_B.io/x", .nameContainsUppercase, at: 2),
    // In lower case these are ASCII.
    Refused("registry\u{212A}.io/x", .nameContainsUppercase, at: 8),
    Refused("registry\u{130}.io/x", .nameContainsUppercase, at: 8),
    Refused("r.io/x:v\u{212A}", .nameContainsUppercase, at: 8),
    Refused("R.io/x:T\u{212A}", .nameContainsUppercase, at: 8),
    Refused("[AB]/x:\u{212A}", .nameContainsUppercase, at: 7),
    Refused("x:\(run("t", 127))\u{212A}", .nameContainsUppercase, at: 129),
  ])
  func textsThatLowerCaseWouldMend(row: Refused) { row.check() }

  @Test(arguments: [
    Refused("r.io/é", .invalidFormat, at: 5),
    Refused("R.io/x:é", .invalidFormat, at: 7),
    Refused("É.io/x", .invalidFormat, at: 0),
    Refused("A__b:80/x", .invalidFormat, at: 1),
    Refused("r.io/x:É", .invalidFormat, at: 7),
    Refused(Array("r.io/x:".utf8) + [0xFF], .invalidFormat, at: 7),
    Refused([0xFF] + Array(".io/x".utf8), .invalidFormat, at: 0),
    Refused("x:\(run("t", 128))\u{212A}", .invalidFormat, at: 130),
    Refused("\u{2028}", .invalidFormat, at: 0),
  ])
  func textsThatItWouldNot(row: Refused) { row.check() }
}
