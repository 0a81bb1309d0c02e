import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct PasswordTests {
  @Test func aNewline() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(user: "u", password: "hunter2\n"))
    #expect(summary(findings) == ["may fail: newline-in-password"])
    #expect(
      text(.newlineInPassword, of: findings) == #"""
        Under "r.example" of Secret shop/a the password ends with a newline.
        Write it without, as printf '%s' does; echo adds a newline.
        """#)
  }

  @Test func aCarriageReturn() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(user: "u", password: "hunter2\r"))
    #expect(summary(findings) == ["may fail: newline-in-password"])
    #expect(
      text(.newlineInPassword, of: findings) == #"""
        Under "r.example" of Secret shop/a the password ends with a carriage return.
        Write it without, as printf '%s' does; echo adds a newline.
        """#)
  }

  @Test func aSpace() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(user: "u", password: "hunter2 "))
    #expect(summary(findings) == ["may fail: newline-in-password"])
    #expect(
      text(.newlineInPassword, of: findings) == #"""
        Under "r.example" of Secret shop/a the password ends with a space.
        Write it without, as printf '%s' does; echo adds a newline.
        """#)
  }

  @Test func aNUL() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(user: "u", password: "hunter2\0"))
    #expect(summary(findings) == ["may fail: newline-in-password"])
    #expect(
      text(.newlineInPassword, of: findings) == #"""
        Under "r.example" of Secret shop/a the password ends with a NUL byte.
        Write it without, as printf '%s' does; echo adds a newline.
        """#)
  }

  @Test func aNewlineInTheUsername() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(user: "u\n", password: "hunter2"))
    #expect(summary(findings) == ["may fail: newline-in-password"])
    #expect(
      text(.newlineInPassword, of: findings) == #"""
        Under "r.example" of Secret shop/a the username ends with a newline.
        Write it without, as printf '%s' does; echo adds a newline.
        """#)
  }

  @Test func aSpaceInside() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(user: "u", password: "hunt er2"))
    #expect(summary(findings) == [])
  }

  @Test func noUser() throws {
    let findings = try findings(pod(secrets: ["a"]), secret(user: ""))
    #expect(summary(findings) == ["may fail: shell-mangled"])
    #expect(findings.first?.problem.hasSuffix("the username is empty.") == true)
    let ngc = try PullDiagnosisTests.findings(
      pod("nvcr.io/a/b", secrets: ["a"]), secret(keys: ["nvcr.io"], user: ""))
    #expect(ngc.first?.advice.contains("$oauthtoken") == true)
  }

  @Test func usersThatOnlyLookLikeVariablesOrPlaceholders() throws {
    for user in ["$oauthtoken", "<token>"] {
      #expect(summary(try findings(pod(secrets: ["a"]), secret(user: user))) == [], "\(user)")
    }
    for (user, code) in [("$OAUTH", "shell-mangled"), ("<user>", "placeholder")] {
      #expect(
        summary(try findings(pod(secrets: ["a"]), secret(user: user))) == ["may fail: \(code)"])
    }
  }

  @Test func digitalOceanTakesATokenTwice() throws {
    let token = "dop_v1_0000000000000000"
    func found(_ registry: String) throws -> [String] {
      summary(
        try findings(
          pod("\(registry)/a/b", secrets: ["a"]),
          secret(keys: [registry], user: token, password: token)))
    }
    #expect(try found("registry.digitalocean.com") == [])
    #expect(try found("r.example") == ["may fail: token-as-username"])
  }

  @Test func whatNobodyFilledIn() throws {
    let findings = try findings(
      pod(secrets: ["a"]), secret(password: "ENC[AES256_GCM,data:x,type:str]"))
    #expect(summary(findings) == ["may fail: placeholder"])
    #expect(findings.first?.advice.contains("SOPS") == true)
  }

  @Test func aMangledKey() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(user: "_json_key", password: "{private_key: x}"))
    #expect(summary(findings) == ["may fail: json-key-mangled"])
    #expect(
      text(.jsonKeyMangled, of: findings) == #"""
        Under "r.example" of Secret shop/a the password of user _json_key is no service account \#
        key.
        The password must be the whole JSON file, quotes and \n kept; in templates use toJson.
        """#)
  }

  @Test func aKey() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(user: "_json_key", password: "{\"private_key\":\"x\"}"))
    #expect(summary(findings) == [])
  }

  @Test func aMangledBase64Key() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(user: "_json_key_base64", password: "e30="))
    #expect(summary(findings) == ["may fail: json-key-mangled"])
    #expect(
      text(.jsonKeyMangled, of: findings) == #"""
        Under "r.example" of Secret shop/a the password of user _json_key_base64 is no service \#
        account key.
        The password must be the whole JSON file, quotes and \n kept; in templates use toJson.
        """#)
  }

  @Test func aBase64Key() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(user: "_json_key_base64", password: "eyJwcml2YXRlX2tleSI6IngifQ=="))
    #expect(summary(findings) == [])
  }

  @Test func aVariable() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(user: "u", password: "${TOKEN}"))
    #expect(summary(findings) == ["may fail: shell-mangled"])
    #expect(
      text(.shellMangled, of: findings) == #"""
        Under "r.example" of Secret shop/a the password holds a variable that nothing expanded.
        Let the shell or the template expand it; quote a literal $ with single quotes.
        """#)
  }

  @Test func aDollar() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(user: "u", password: "pa$word"))
    #expect(summary(findings) == [])
  }

  @Test func noPassword() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(user: "u", password: ""))
    #expect(summary(findings) == ["may fail: shell-mangled"])
    #expect(
      text(.shellMangled, of: findings) == #"""
        Under "r.example" of Secret shop/a the password is empty.
        Set the password; where a shell filled it in, quote it with single quotes.
        """#)
  }

  @Test func aPlaceholder() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(user: "u", password: "<password>"))
    #expect(summary(findings) == ["may fail: placeholder"])
    #expect(
      text(.placeholder, of: findings) == #"""
        Under "r.example" of Secret shop/a the password is a placeholder.
        Fill in the registry's user and password.
        """#)
  }

  @Test func aTemplate() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(user: "{{ .user }}", password: "hunter2"))
    #expect(summary(findings) == ["may fail: placeholder"])
    #expect(
      text(.placeholder, of: findings) == #"""
        Under "r.example" of Secret shop/a the username is a placeholder.
        Nothing filled it in: see that the tool runs which should (a template, SOPS, Vault, CI).
        """#)
  }

  @Test func aWord() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(user: "u", password: "changeme"))
    #expect(summary(findings) == ["may fail: placeholder"])
    #expect(
      text(.placeholder, of: findings) == #"""
        Under "r.example" of Secret shop/a the password is a placeholder.
        Fill in the registry's user and password.
        """#)
  }

  @Test func anotherWord() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(user: "u", password: "changeme2"))
    #expect(summary(findings) == [])
  }

  @Test func theRegistryRefused() throws {
    let findings = try findings(
      pod(secrets: ["a"], waiting: ("ErrImagePull", "failed to authorize: 401 Unauthorized")),
      secret(password: "hunter2\n"))
    #expect(summary(findings) == ["will fail: newline-in-password"])
    #expect(
      text(.newlineInPassword, of: findings) == #"""
        Under "r.example" of Secret shop/a the password ends with a newline.
        Write it without, as printf '%s' does; echo adds a newline.
        """#)
  }

  /// Values that cannot be what was meant, and what is said of them; values near them that can.
  @Test(arguments: [
    ("gitlab-ci-token", "x", "job-token"), ("u", "ghs_0000000000000000", "job-token"),
    ("ghp_0000000000000000", "x-oauth-basic", "token-as-username"),
    ("hunter2", "hunter2", "token-as-username"), ("u", "ghp_0000000000000000", nil),
    ("u", "\"hunter2\"", "shell-mangled"), ("u", "'hunter2'", "shell-mangled"),
    ("u", "$TOKEN", "shell-mangled"), ("u", "pa$$word", nil), ("u", "'hunter2", nil),
    ("u", "aHVudGVyMi1odW50ZXI=", "double-encoded"), ("AWS", "aHVudGVyMi1odW50ZXI=", nil),
    ("robot", "hunter2", "shell-mangled"), ("robot$x", "hunter2", nil),
    ("USER", "PASSWORD", "placeholder"), ("user", "hunter2", nil),
    ("_json_key", "eyJwcml2YXRlX2tleSI6IngifQ==", "json-key-mangled"),
    ("_json_key_base64", "eyJwcml2YXRlX2tleSI6IngifQ==", nil),
  ])
  func shapes(username: String, password: String, code: String?) throws {
    let findings = try findings(
      pod(secrets: ["a"]), secret(user: username, password: password))
    #expect(summary(findings) == (code.map { ["may fail: \($0)"] } ?? []))
    for finding in findings where code != "placeholder" && password.utf8.count > 1 {
      #expect(!"\(finding)".contains(password))
    }
  }

  @Test func aTokenAsUsername() throws {
    let findings = try findings(
      pod(secrets: ["a"], waiting: ("ErrImagePull", "403 Forbidden")),
      secret(user: "ghp_0000000000000000", password: "x-oauth-basic"))
    #expect(summary(findings) == ["will fail: token-as-username"])
    #expect(
      text(.tokenAsUsername, of: findings) == #"""
        Under "r.example" of Secret shop/a the username is a token, or the same as the password.
        Write the user's name as username, and the token as password only. Whoever saw this \#
        username has seen the token: renew it.
        """#)
  }

  @Test func whoRunsHasAPasswordThatWorked() throws {
    let findings = try findings(
      pod(secrets: ["a"], phase: "Running"), secret(user: "gitlab-ci-token"))
    #expect(summary(findings) == ["worth knowing: job-token"])
  }
}

@Suite struct AuthFieldTests {
  @Test func authDiffers() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"auths":{"r.example":{"username":"u","password":"new","auth":"dTpw"}}}"#))
    #expect(summary(findings) == ["worth knowing: auth-beats-fields"])
    #expect(
      text(.authBeatsFields, of: findings) == #"""
        Under "r.example" of Secret shop/a auth differs from username and password; the kubelet \#
        uses auth.
        Change auth too, or leave it out.
        """#)
  }

  @Test func authDiffersAndTheRegistryRefused() throws {
    let findings = try findings(
      pod(secrets: ["a"], waiting: ("ErrImagePull", "failed to authorize: 401 Unauthorized")),
      secret(document: #"{"auths":{"r.example":{"username":"u","password":"new","auth":"dTpw"}}}"#))
    #expect(summary(findings) == ["will fail: auth-beats-fields"])
    #expect(
      text(.authBeatsFields, of: findings) == #"""
        Under "r.example" of Secret shop/a auth differs from username and password; the kubelet \#
        uses auth.
        Change auth too, or leave it out.
        """#)
  }

  @Test func authAgrees() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"auths":{"r.example":{"username":"u","password":"p","auth":"dTpw"}}}"#))
    #expect(summary(findings) == [])
  }
}
