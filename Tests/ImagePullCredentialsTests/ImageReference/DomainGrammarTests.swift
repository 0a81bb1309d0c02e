import ImagePullCredentials
import Testing

struct DomainGrammarTests {
  @Test(arguments: [
    Accepted("r.io/x", "r.io", "x"),
    Accepted("r.io:5000/x", "r.io:5000", "x"),
    Accepted("r:5000/x", "r:5000", "x"),
    Accepted("r:99999999/x", "r:99999999", "x"),
    Accepted("a--b.io/x", "a--b.io", "x"),
    Accepted("1.2.3.4/x", "1.2.3.4", "x"),
    Accepted("Registry.Example.COM/x", "Registry.Example.COM", "x"),
    Accepted("REGISTRY/x", "REGISTRY", "x"),
    Accepted("Registry:5000/x", "Registry:5000", "x"),
    Accepted("xn--bcher-kva.example/x", "xn--bcher-kva.example", "x"),
    Accepted("[::1]/x", "[::1]", "x"),
    Accepted("[::1]:5000/x", "[::1]:5000", "x"),
    Accepted("[2001:DB8::a]/x", "[2001:DB8::a]", "x"),
    Accepted("[AB]/x", "[AB]", "x"),
    Accepted("[ab]:1/x", "[ab]:1", "x"),
  ])
  func domains(row: Accepted) { row.check() }

  @Test(arguments: [
    Refused("a..b/x", .invalidFormat, at: 2),
    Refused("Reg..io/x", .invalidFormat, at: 4),
    Refused("Reg-.io/x", .invalidFormat, at: 4),
    Refused("-Reg.io/x", .invalidFormat, at: 0),
    Refused("Reg.io:/x", .invalidFormat, at: 6),
    Refused("Reg.io:5a/x", .invalidFormat, at: 8),
    Refused("Reg.io:5:5/x", .invalidFormat, at: 8),
    Refused("r.io:/x", .invalidFormat, at: 5),
    Refused("a_b.io:5000/x", .invalidFormat, at: 1),
    Refused("[::1/x", .invalidFormat, at: 4),
    Refused("[]/x", .invalidFormat, at: 1),
    Refused("[::1]x/y", .invalidFormat, at: 5),
    Refused("[::1]:/x", .invalidFormat, at: 5),
    Refused("[fe80::1%25eth0]/x", .invalidFormat, at: 8),
    Refused("[::1]", .invalidFormat, at: 5),
    Refused("é.io/x", .invalidFormat, at: 0),
    Refused("https://r.io/x", .invalidFormat, at: 6),
  ])
  func notDomains(row: Refused) { row.check() }

  @Test func domainHasNoLengthLimit() {
    let domain = "\(run("a", 100_000)).io"
    Accepted("\(domain)/x", domain, "x").check()
  }
}
