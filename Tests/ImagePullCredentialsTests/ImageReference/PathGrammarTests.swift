import ImagePullCredentials
import Testing

struct PathGrammarTests {
  @Test(arguments: [
    Accepted("a", "docker.io", "library/a"),
    Accepted("0", "docker.io", "library/0"),
    Accepted("a.b", "docker.io", "library/a.b"),
    Accepted("a_b", "docker.io", "library/a_b"),
    Accepted("a__b", "docker.io", "library/a__b"),
    Accepted("a-b", "docker.io", "library/a-b"),
    Accepted("a---b", "docker.io", "library/a---b"),
    Accepted("a/b/c.d/e__f", "docker.io", "a/b/c.d/e__f"),
    Accepted("r.io/a_b/c--d", "r.io", "a_b/c--d"),
  ])
  func separators(row: Accepted) { row.check() }

  @Test(arguments: [
    Refused("", .invalidFormat, at: 0),
    Refused("a..b", .invalidFormat, at: 2),
    Refused("a___b", .invalidFormat, at: 3),
    Refused("a._b", .invalidFormat, at: 2),
    Refused("a-_b", .invalidFormat, at: 2),
    Refused(".a", .invalidFormat, at: 0),
    Refused("-a", .invalidFormat, at: 0),
    Refused("_a", .invalidFormat, at: 0),
    Refused("a.", .invalidFormat, at: 2),
    Refused("a--", .invalidFormat, at: 3),
    Refused("a__", .invalidFormat, at: 3),
    Refused("/a", .invalidFormat, at: 0),
    Refused("a/", .invalidFormat, at: 2),
    Refused("a//b", .invalidFormat, at: 2),
    Refused("r.io/a/-b", .invalidFormat, at: 7),
    Refused("a b", .invalidFormat, at: 1),
    Refused("a\n", .invalidFormat, at: 1),
    Refused("a\0", .invalidFormat, at: 1),
    Refused("a+b", .invalidFormat, at: 1),
  ])
  func misplacedSeparators(row: Refused) { row.check() }
}
