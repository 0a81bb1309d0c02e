import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct NearMissTests {
  @Test func theKeyHasNoPort() throws {
    let findings = try findings(
      pod("r.example:5000/app", secrets: ["a"]),
      secret(keys: ["r.example"]))
    #expect(summary(findings) == ["may fail: registry-mismatch"])
    #expect(
      text(.registryMismatch, of: findings) == #"""
        Key "r.example" of Secret shop/a has no port, the image is on r.example:5000; the \#
        ports must be equal.
        Use exactly "r.example:5000" as the key.
        $ kubectl -n shop get secret a -o 'jsonpath={.data.\.dockerconfigjson}' | base64 \#
        --decode | sed 's#"r\.example" *:#"r\.example:5000":#' | kubectl -n shop \#
        create secret docker-registry a --from-file=.dockerconfigjson=/dev/stdin \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func theKeyHasAPort() throws {
    let findings = try findings(
      pod("r.example/app", secrets: ["a"]),
      secret(keys: ["r.example:443"]))
    #expect(summary(findings) == ["may fail: registry-mismatch"])
    #expect(
      text(.registryMismatch, of: findings) == #"""
        Key "r.example:443" of Secret shop/a is for port 443, the image is on r.example \#
        without a port; the ports must be equal.
        Use exactly "r.example" as the key.
        $ kubectl -n shop get secret a -o 'jsonpath={.data.\.dockerconfigjson}' | base64 \#
        --decode | sed 's#"r\.example:443" *:#"r\.example":#' | kubectl -n shop \#
        create secret docker-registry a --from-file=.dockerconfigjson=/dev/stdin \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func theKeyHasAnotherPort() throws {
    let findings = try findings(
      pod("r.example:5000/app", secrets: ["a"]),
      secret(keys: ["r.example:5001"]))
    #expect(summary(findings) == ["may fail: registry-mismatch"])
    #expect(
      text(.registryMismatch, of: findings) == #"""
        Key "r.example:5001" of Secret shop/a is for port 5001, the image is on \#
        r.example:5000; the ports must be equal.
        Use exactly "r.example:5000" as the key.
        $ kubectl -n shop get secret a -o 'jsonpath={.data.\.dockerconfigjson}' | base64 \#
        --decode | sed 's#"r\.example:5001" *:#"r\.example:5000":#' | kubectl -n \#
        shop create secret docker-registry a --from-file=.dockerconfigjson=/dev/stdin \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func theKeyHasAPath() throws {
    let findings = try findings(
      pod("r.example/team/app", secrets: ["a"]),
      secret(keys: ["r.example/other"]))
    #expect(summary(findings) == ["may fail: registry-mismatch"])
    #expect(
      text(.registryMismatch, of: findings) == #"""
        Key "r.example/other" of Secret shop/a is for paths that begin with "/other", the \#
        image's is "/team/app".
        Use "r.example", which is for every path, or a path that the image's begins with.
        """#)
  }

  @Test func theFirstLabelDiffers() throws {
    let findings = try findings(
      pod("docker.corp.example/app", secrets: ["a"]),
      secret(keys: ["registry.corp.example"]))
    #expect(summary(findings) == ["may fail: registry-mismatch"])
    #expect(
      text(.registryMismatch, of: findings) == #"""
        Key "registry.corp.example" of Secret shop/a is for another host, the image is on \#
        docker.corp.example: "registry" is not "docker".
        Use exactly "docker.corp.example" as the key.
        """#)
  }

  @Test func anInnerLabelDiffers() throws {
    let findings = try findings(
      pod("1.dkr.ecr.eu-west-1.amazonaws.com/app", secrets: ["a"]),
      secret(keys: ["1.dkr.ecr.us-east-1.amazonaws.com"]))
    #expect(summary(findings) == ["may fail: registry-mismatch"])
    #expect(
      text(.registryMismatch, of: findings) == #"""
        Key "1.dkr.ecr.us-east-1.amazonaws.com" of Secret shop/a is for another host, the \#
        image is on 1.dkr.ecr.eu-west-1.amazonaws.com: "us-east-1" is not "eu-west-1".
        Use exactly "1.dkr.ecr.eu-west-1.amazonaws.com" as the key, with a token of that registry \#
        (aws ecr get-login-password --region eu-west-1).
        """#)
  }

  @Test func theKeyHasALabelMore() throws {
    let findings = try findings(
      pod("corp.example/app", secrets: ["a"]),
      secret(keys: ["www.corp.example"]))
    #expect(summary(findings) == ["may fail: registry-mismatch"])
    #expect(
      text(.registryMismatch, of: findings) == #"""
        Key "www.corp.example" of Secret shop/a is for another host, the image is on \#
        corp.example.
        Use exactly "corp.example" as the key.
        $ kubectl -n shop get secret a -o 'jsonpath={.data.\.dockerconfigjson}' | base64 \#
        --decode | sed 's#"www\.corp\.example" *:#"corp\.example":#' | kubectl -n \#
        shop create secret docker-registry a --from-file=.dockerconfigjson=/dev/stdin \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func theKeyHasALabelLess() throws {
    let findings = try findings(
      pod("registry.corp.example/app", secrets: ["a"]),
      secret(keys: ["corp.example"]))
    #expect(summary(findings) == ["may fail: registry-mismatch"])
    #expect(
      text(.registryMismatch, of: findings) == #"""
        Key "corp.example" of Secret shop/a is for another host, the image is on \#
        registry.corp.example.
        Use exactly "registry.corp.example" as the key.
        $ kubectl -n shop get secret a -o 'jsonpath={.data.\.dockerconfigjson}' | base64 \#
        --decode | sed 's#"corp\.example" *:#"registry\.corp\.example":#' | kubectl \#
        -n shop create secret docker-registry a --from-file=.dockerconfigjson=/dev/stdin \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func anEqualPort() throws {
    let findings = try findings(
      pod("r.example:5000/app", secrets: ["a"]),
      secret(keys: ["r.example:5000"]))
    #expect(summary(findings) == [])
  }

  @Test func anotherTopLevelDomain() throws {
    let findings = try findings(
      pod("quay.io/app", secrets: ["a"]),
      secret(keys: ["ghcr.io"]))
    #expect(summary(findings) == ["may fail: no-matching-key"])
  }

  @Test func oneOfSeveralKeys() throws {
    let findings = try findings(
      pod("r.example:5000/app", secrets: ["a"]),
      secret(keys: ["r.example", "q.example"]))
    #expect(summary(findings) == ["may fail: registry-mismatch"])
    #expect(
      text(.registryMismatch, of: findings) == #"""
        Key "r.example" of Secret shop/a has no port, the image is on r.example:5000; the \#
        ports must be equal.
        Use exactly "r.example:5000" as the key.
        $ kubectl -n shop get secret a -o 'jsonpath={.data.\.dockerconfigjson}' | base64 \#
        --decode | sed 's#"r\.example" *:#"r\.example:5000":#' | kubectl -n shop \#
        create secret docker-registry a --from-file=.dockerconfigjson=/dev/stdin \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func aSecretThatSomethingMakes() throws {
    let findings = try findings(
      pod("r.example:5000/app", secrets: ["a"]),
      secret(owner: "SealedSecret"))
    #expect(summary(findings) == ["may fail: registry-mismatch"])
    #expect(
      text(.registryMismatch, of: findings) == #"""
        Key "r.example" of Secret shop/a has no port, the image is on r.example:5000; the ports \#
        must be equal.
        Use exactly "r.example:5000" as the key. SealedSecret maker creates this Secret; fix it \#
        there.
        """#)
  }

  @Test func anotherImageNeedsTheKey() throws {
    let two = deployment("r.example:5000/app", secrets: ["a"])
      .replacing("}]}}}}", with: #"},{"name":"b","image":"r.example/app"}]}}}}"#)
    let findings = try findings(two, secret())
    #expect(summary(findings) == ["may fail: registry-mismatch"])
    #expect(
      text(.registryMismatch, of: findings) == #"""
        Key "r.example" of Secret shop/a has no port, the image is on r.example:5000; the ports \#
        must be equal.
        Keep it for the images that need it, and add the key "r.example:5000".
        """#)
  }

  @Test func aSecretOfTheOtherType() throws {
    let findings = try findings(
      pod("r.example:5000/app", secrets: ["a"]),
      secret(
        document: #"{"r.example":{"auth":"dTpw"}}"#, key: ".dockercfg",
        type: "kubernetes.io/dockercfg"))
    #expect(findings.map(\.command) == [nil])
  }
}

@Suite struct WildcardNearMissTests {
  /// Such a key, made longer, would send the password to every host of as many labels.
  @Test func nothingButStars() throws {
    let found = try findings(pod("r.corp.example/app", secrets: ["a"]), secret(keys: ["*"]))
    #expect(summary(found) == ["may fail: glob-misuse"])
    #expect(found[0].advice == #"Use "r.corp.example" as the key."#)
  }

  @Test func theFirstLabelAlone() throws {
    let found = try findings(pod("acme.azurecr.io/app", secrets: ["a"]), secret(keys: ["acme"]))
    #expect(summary(found) == ["may fail: registry-mismatch"])
    #expect(found[0].advice == #"Use exactly "acme.azurecr.io" as the key."#)
    let other = try findings(pod("acme.azurecr.io/app", secrets: ["a"]), secret(keys: ["azurecr"]))
    #expect(summary(other) == ["may fail: no-matching-key"])
    let short = try findings(pod("acme.io/app", secrets: ["a"]), secret(keys: ["acme"]))
    #expect(summary(short) == ["may fail: no-matching-key"])
  }

  @Test func oneLabelTooFew() throws {
    let findings = try findings(
      pod("a.b.corp.example/app", secrets: ["a"]),
      secret(keys: ["*.corp.example"]))
    #expect(summary(findings) == ["may fail: glob-misuse"])
    #expect(
      text(.globMisuse, of: findings) == #"""
        Key "*.corp.example" of Secret shop/a is for hosts of 3 labels, a.b.corp.example has 4: \#
        one * is one label.
        Use "*.*.corp.example" or "a.b.corp.example" as the key.
        """#)
  }

  @Test func noLabelToMatch() throws {
    let findings = try findings(
      pod("corp.example/app", secrets: ["a"]),
      secret(keys: ["*.corp.example"]))
    #expect(summary(findings) == ["may fail: glob-misuse"])
    #expect(
      text(.globMisuse, of: findings) == #"""
        Key "*.corp.example" of Secret shop/a is for hosts of 3 labels, corp.example has 2: one \#
        * is one label.
        Use "corp.example" as the key.
        """#)
  }

  @Test func theRightNumberOfLabels() throws {
    let findings = try findings(
      pod("b.corp.example/app", secrets: ["a"]),
      secret(keys: ["*.corp.example"]))
    #expect(summary(findings) == [])
  }

  @Test func anotherDomain() throws {
    let findings = try findings(
      pod("a.b.corp.example/app", secrets: ["a"]),
      secret(keys: ["*.other.example"]))
    #expect(summary(findings) == ["may fail: no-matching-key"])
  }

  @Test func anotherImageNeedsTheKey() throws {
    let two = deployment("a.b.corp.example/app", secrets: ["a"])
      .replacing("}]}}}}", with: #"},{"name":"b","image":"a.corp.example/app"}]}}}}"#)
    let findings = try findings(two, secret(keys: ["*.corp.example"]))
    #expect(summary(findings) == ["may fail: glob-misuse"])
    #expect(
      findings[0].advice == #"""
        Keep it for the images that need it, and add the key "*.*.corp.example" or \#
        "a.b.corp.example".
        """#)
  }
}
