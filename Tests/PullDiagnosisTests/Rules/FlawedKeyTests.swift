import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct FlawedKeyTests {
  @Test func aWildcardForThePath() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["r.example/*"]))
    #expect(summary(findings) == ["may fail: glob-misuse"])
    #expect(
      text(.globMisuse, of: findings) == #"""
        Key "r.example/*" of Secret shop/a matches no image: it has a wildcard in its path, \#
        where none works.
        Use "r.example" as the key.
        $ kubectl -n shop get secret a -o 'jsonpath={.data.\.dockerconfigjson}' | base64 \#
        --decode | sed 's#"r\.example/\*" *:#"r\.example":#' | kubectl -n shop \#
        create secret docker-registry a --from-file=.dockerconfigjson=/dev/stdin \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func aWildcardInThePath() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["r.example/app/*"]))
    #expect(summary(findings) == ["may fail: registry-mismatch"])
  }

  @Test func aWildcardPort() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["r.example:*"]))
    #expect(summary(findings) == ["may fail: glob-misuse"])
    #expect(
      text(.globMisuse, of: findings) == #"""
        Key "r.example:*" of Secret shop/a matches no image: it has a wildcard for its port, \#
        where none works.
        Use "r.example" as the key.
        $ kubectl -n shop get secret a -o 'jsonpath={.data.\.dockerconfigjson}' | base64 \#
        --decode | sed 's#"r\.example:\*" *:#"r\.example":#' | kubectl -n shop \#
        create secret docker-registry a --from-file=.dockerconfigjson=/dev/stdin \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func anotherScheme() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["oci://r.example"]))
    #expect(summary(findings) == ["may fail: registry-mismatch"])
    #expect(
      text(.registryMismatch, of: findings) == #"""
        Key "oci://r.example" of Secret shop/a matches no image: it has a scheme that the \#
        kubelet reads as a host; only one lower-case https:// or http:// is removed.
        Use "r.example" as the key.
        $ kubectl -n shop get secret a -o 'jsonpath={.data.\.dockerconfigjson}' | base64 \#
        --decode | sed 's#"oci://r\.example" *:#"r\.example":#' | kubectl -n shop \#
        create secret docker-registry a --from-file=.dockerconfigjson=/dev/stdin \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func aDotAtTheEnd() throws {
    let findings = try findings(pod(secrets: ["a"]), secret(keys: ["r.example."]))
    #expect(summary(findings) == ["may fail: key-noise"])
    #expect(findings.first?.advice == "Use \"r.example\" as the key.")
    #expect(findings.first?.problem.contains("a dot at the end of its host") == true)
  }

  @Test func aSchemeInCapitals() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["HTTPS://r.example"]))
    #expect(summary(findings) == ["may fail: registry-mismatch"])
    #expect(
      text(.registryMismatch, of: findings) == #"""
        Key "HTTPS://r.example" of Secret shop/a matches no image: it has a scheme that the \#
        kubelet reads as a host; only one lower-case https:// or http:// is removed.
        Use "r.example" as the key.
        $ kubectl -n shop get secret a -o 'jsonpath={.data.\.dockerconfigjson}' | base64 \#
        --decode | sed 's#"HTTPS://r\.example" *:#"r\.example":#' | kubectl -n shop \#
        create secret docker-registry a --from-file=.dockerconfigjson=/dev/stdin \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func twoSchemes() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["https://https://r.example"]))
    #expect(summary(findings) == ["may fail: registry-mismatch"])
    #expect(
      text(.registryMismatch, of: findings) == #"""
        Key "https://https://r.example" of Secret shop/a matches no image: it has a scheme \#
        that the kubelet reads as a host; only one lower-case https:// or http:// is removed.
        Use "r.example" as the key.
        $ kubectl -n shop get secret a -o 'jsonpath={.data.\.dockerconfigjson}' | base64 \#
        --decode | sed 's#"https://https://r\.example" *:#"r\.example":#' | kubectl \#
        -n shop create secret docker-registry a --from-file=.dockerconfigjson=/dev/stdin \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func capitals() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["R.example"]))
    #expect(summary(findings) == ["may fail: key-noise"])
    #expect(
      text(.unmatchableKey, of: findings) == #"""
        Key "R.example" of Secret shop/a matches no image: it has capitals in its host, and \#
        case counts.
        Use "r.example" as the key.
        $ kubectl -n shop get secret a -o 'jsonpath={.data.\.dockerconfigjson}' | base64 \#
        --decode | sed 's#"R\.example" *:#"r\.example":#' | kubectl -n shop create \#
        secret docker-registry a --from-file=.dockerconfigjson=/dev/stdin --dry-run=client -o \#
        yaml | kubectl apply -f -
        """#)
  }

  @Test func aTag() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["r.example/app:1"]))
    #expect(summary(findings) == ["may fail: key-noise"])
    #expect(
      text(.unmatchableKey, of: findings) == #"""
        Key "r.example/app:1" of Secret shop/a matches no image: it has a tag or digest, \#
        which are not matched.
        Use "r.example/app" as the key.
        $ kubectl -n shop get secret a -o 'jsonpath={.data.\.dockerconfigjson}' | base64 \#
        --decode | sed 's#"r\.example/app:1" *:#"r\.example/app":#' | kubectl -n \#
        shop create secret docker-registry a --from-file=.dockerconfigjson=/dev/stdin \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func aDigest() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["r.example/app@sha256:0"]))
    #expect(summary(findings) == ["may fail: key-noise"])
    #expect(
      text(.unmatchableKey, of: findings) == #"""
        Key "r.example/app@sha256:0" of Secret shop/a matches no image: it has a tag or \#
        digest, which are not matched.
        Use "r.example/app" as the key.
        $ kubectl -n shop get secret a -o 'jsonpath={.data.\.dockerconfigjson}' | base64 \#
        --decode | sed 's#"r\.example/app@sha256:0" *:#"r\.example/app":#' | \#
        kubectl -n shop create secret docker-registry a \#
        --from-file=.dockerconfigjson=/dev/stdin --dry-run=client -o yaml | kubectl apply -f \#
        -
        """#)
  }

  @Test func anAPIPath() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["https://r.example/api/v2/"]))
    #expect(summary(findings) == ["may fail: key-noise"])
    #expect(
      text(.unmatchableKey, of: findings) == #"""
        Key "https://r.example/api/v2/" of Secret shop/a matches no image: it has an API \#
        path, which is no part of any image's name.
        Use "https://r.example" as the key.
        $ kubectl -n shop get secret a -o 'jsonpath={.data.\.dockerconfigjson}' | base64 \#
        --decode | sed 's#"https://r\.example/api/v2/" *:#"https://r\.example":#' | \#
        kubectl -n shop create secret docker-registry a \#
        --from-file=.dockerconfigjson=/dev/stdin --dry-run=client -o yaml | kubectl apply -f \#
        -
        """#)
  }

  @Test func aVersion() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["https://r.example/v2"]))
    #expect(summary(findings) == ["may fail: key-noise"])
    #expect(
      text(.unmatchableKey, of: findings) == #"""
        Key "https://r.example/v2" of Secret shop/a matches no image: it has an API path, \#
        which is no part of any image's name.
        Use "https://r.example" as the key.
        $ kubectl -n shop get secret a -o 'jsonpath={.data.\.dockerconfigjson}' | base64 \#
        --decode | sed 's#"https://r\.example/v2" *:#"https://r\.example":#' | \#
        kubectl -n shop create secret docker-registry a \#
        --from-file=.dockerconfigjson=/dev/stdin --dry-run=client -o yaml | kubectl apply -f \#
        -
        """#)
  }

  @Test func whiteSpace() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["r.example\n"]))
    #expect(summary(findings) == ["may fail: key-noise"])
    #expect(
      text(.unmatchableKey, of: findings) == #"""
        Key "r.example\n" of Secret shop/a matches no image: it has white space or a control \#
        character at an end.
        Use "r.example" as the key.
        $ kubectl -n shop get secret a -o 'jsonpath={.data.\.dockerconfigjson}' | base64 \#
        --decode | sed 's#"r\.example\\n" *:#"r\.example":#' | kubectl -n shop \#
        create secret docker-registry a --from-file=.dockerconfigjson=/dev/stdin \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func aPlaceholder() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["<your-registry>"]))
    #expect(summary(findings) == ["may fail: key-noise"])
    #expect(
      text(.unmatchableKey, of: findings) == #"""
        Key "<your-registry>" of Secret shop/a matches no image: it is a placeholder that \#
        nobody filled in.
        Write the registry's host as the key.
        """#)
  }

  @Test func aVariable() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["$(REGISTRY)"]))
    #expect(summary(findings) == ["may fail: key-noise"])
    #expect(
      text(.unmatchableKey, of: findings) == #"""
        Key "$(REGISTRY)" of Secret shop/a matches no image: it is a placeholder that nobody \#
        filled in.
        Write the registry's host as the key.
        """#)
  }

  @Test func aSpaceInside() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["my r.example"]))
    #expect(summary(findings) == ["may fail: key-noise"])
    #expect(
      text(.unmatchableKey, of: findings) == #"""
        Key "my r.example" of Secret shop/a matches no image, and the kubelet skips it: \#
        invalid character in the host at byte 2: a host consists of labels and dots, as in \#
        "registry.example.com".
        Write the registry's host as the key, such as "r.example".
        $ kubectl -n shop get secret a -o 'jsonpath={.data.\.dockerconfigjson}' | base64 \#
        --decode | sed 's#"my r\.example" *:#"r\.example":#' | kubectl -n shop \#
        create secret docker-registry a --from-file=.dockerconfigjson=/dev/stdin \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func aSchemeOfAnotherRegistry() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["oci://q.example"]))
    #expect(
      summary(findings) == [
        "may fail: no-matching-key",
        "worth knowing: key-noise",
      ])
    #expect(
      text(.unmatchableKey, of: findings) == #"""
        Key "oci://q.example" of Secret shop/a matches no image: it has a scheme that the \#
        kubelet reads as a host; only one lower-case https:// or http:// is removed.
        Use "q.example" as the key.
        """#)
  }

  @Test func userinfo() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["HTTPS://me:hunter2@r.example"]))
    #expect(summary(findings) == ["may fail: registry-mismatch"])
    #expect(
      text(.registryMismatch, of: findings) == #"""
        Key "HTTPS://***@r.example" of Secret shop/a matches no image: it has a scheme that \#
        the kubelet reads as a host; only one lower-case https:// or http:// is removed.
        Use "r.example" as the key.
        """#)
  }

  /// To a URL the password is a path, a port or a part of the host.
  @Test(arguments: [
    "https://robot:1/hunter2@r.example", "hunter2/x@r.example", "u:x%hunter2@r.example",
  ])
  func userinfoThatIsNotEscaped(key: String) throws {
    let findings = try findings(pod(secrets: ["a"]), secret(keys: [key]))
    #expect(summary(findings) == ["may fail: key-noise"])
    let shown = key.hasPrefix("https://") ? "https://***@r.example" : "***@r.example"
    #expect(
      findings.first?.problem == """
        Key "\(shown)" of Secret shop/a matches no image: it has a user and a password that make it \
        another key; put them into the entry.
        """)
    #expect(
      findings.first?.advice
        == "Use \(shown.hasPrefix("https") ? "\"https://r.example\"" : "\"r.example\"") as the key."
    )
  }

  @Test func theScheme() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["https://r.example"]))
    #expect(summary(findings) == [])
  }

  @Test func theVersion() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["https://r.example/v2/"]))
    #expect(summary(findings) == [])
  }

  @Test func aPath() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["r.example/app"]))
    #expect(summary(findings) == [])
  }

  @Test func anotherRegistry() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["q.example"]))
    #expect(summary(findings) == ["may fail: no-matching-key"])
  }

  @Test func aFlawThatDoesNotMatter() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["r.example", "Q.example"]))
    #expect(summary(findings) == ["worth knowing: key-noise"])
    #expect(
      text(.unmatchableKey, of: findings) == #"""
        Key "Q.example" of Secret shop/a matches no image: it has capitals in its host, and case \#
        counts.
        Use "q.example" as the key.
        """#)
  }
}
