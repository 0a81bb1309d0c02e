import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct DockerHubKeyTests {
  @Test func noFinalSlash() throws {
    let findings = try findings(
      pod("acme/app", secrets: ["a"]),
      secret(keys: ["https://index.docker.io/v1"]))
    #expect(summary(findings) == ["may fail: hub-alias"])
    #expect(
      text(.hubAlias, of: findings) == #"""
        Key "https://index.docker.io/v1" of Secret shop/a is not what the kubelet calls \#
        Docker Hub.
        Use "https://index.docker.io/v1/", with the final slash, or "docker.io".
        $ kubectl -n shop get secret a -o 'jsonpath={.data.\.dockerconfigjson}' | base64 \#
        --decode | sed \#
        's#"https://index\.docker\.io/v1" *:#"https://index\.docker\.io/v1/":#' | \#
        kubectl -n shop create secret docker-registry a \#
        --from-file=.dockerconfigjson=/dev/stdin --dry-run=client -o yaml | kubectl apply -f \#
        -
        """#)
  }

  @Test func theRegistryHost() throws {
    let findings = try findings(
      pod("acme/app", secrets: ["a"]),
      secret(keys: ["registry-1.docker.io"]))
    #expect(summary(findings) == ["may fail: hub-alias"])
    #expect(
      text(.hubAlias, of: findings) == #"""
        Key "registry-1.docker.io" of Secret shop/a is not what the kubelet calls Docker Hub.
        Use "https://index.docker.io/v1/", with the final slash, or "docker.io".
        $ kubectl -n shop get secret a -o 'jsonpath={.data.\.dockerconfigjson}' | base64 \#
        --decode | sed \#
        's#"registry-1\.docker\.io" *:#"https://index\.docker\.io/v1/":#' | kubectl \#
        -n shop create secret docker-registry a --from-file=.dockerconfigjson=/dev/stdin \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func theWebsite() throws {
    let findings = try findings(
      pod("acme/app", secrets: ["a"]),
      secret(keys: ["https://hub.docker.com"]))
    #expect(summary(findings) == ["may fail: hub-alias"])
    #expect(
      text(.hubAlias, of: findings) == #"""
        Key "https://hub.docker.com" of Secret shop/a is not what the kubelet calls Docker \#
        Hub.
        Use "https://index.docker.io/v1/", with the final slash, or "docker.io".
        $ kubectl -n shop get secret a -o 'jsonpath={.data.\.dockerconfigjson}' | base64 \#
        --decode | sed \#
        's#"https://hub\.docker\.com" *:#"https://index\.docker\.io/v1/":#' | \#
        kubectl -n shop create secret docker-registry a \#
        --from-file=.dockerconfigjson=/dev/stdin --dry-run=client -o yaml | kubectl apply -f \#
        -
        """#)
  }

  @Test func anOrganisation() throws {
    let findings = try findings(
      pod("acme/app", secrets: ["a"]),
      secret(keys: ["index.docker.io/acme"]))
    #expect(summary(findings) == ["may fail: hub-alias"])
    #expect(
      text(.hubAlias, of: findings) == #"""
        Key "index.docker.io/acme" of Secret shop/a is not what the kubelet calls Docker Hub.
        Use "https://index.docker.io/v1/", with the final slash, or "docker.io".
        $ kubectl -n shop get secret a -o 'jsonpath={.data.\.dockerconfigjson}' | base64 \#
        --decode | sed \#
        's#"index\.docker\.io/acme" *:#"https://index\.docker\.io/v1/":#' | kubectl \#
        -n shop create secret docker-registry a --from-file=.dockerconfigjson=/dev/stdin \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func theFinalSlash() throws {
    let findings = try findings(
      pod("acme/app", secrets: ["a"]),
      secret(keys: ["https://index.docker.io/v1/"]))
    #expect(summary(findings) == [])
  }

  @Test func theImagesHost() throws {
    let findings = try findings(
      pod("acme/app", secrets: ["a"]),
      secret(keys: ["docker.io"]))
    #expect(summary(findings) == [])
  }

  @Test func aKeyHidesTheFallBack() throws {
    let findings = try findings(
      pod("acme/app", secrets: ["a", "b"]),
      secret(keys: ["https://index.docker.io/v1/"]),
      secret("b", keys: ["docker.io"]))
    #expect(summary(findings) == ["worth knowing: hub-alias"])
    #expect(
      text(.hubAlias, of: findings) == #"""
        Key "https://index.docker.io/v1/" of Secret shop/a is not tried, because "docker.io" of \#
        Secret shop/b matches.
        Use one key for Docker Hub in all Secrets.
        """#)
  }

  @Test func theDefaultServer() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["https://index.docker.io/v1/"]))
    #expect(summary(findings) == ["may fail: hub-key-for-other-registry"])
    #expect(
      text(.hubKeyForOtherRegistry, of: findings) == #"""
        The only key, "https://index.docker.io/v1/" of Secret shop/a, is for Docker Hub; the \#
        image is on r.example.
        Recreate the Secret with --docker-server=r.example.
        $ kubectl -n shop get secret a -o 'jsonpath={.data.\.dockerconfigjson}' | base64 \#
        --decode | sed 's#"https://index\.docker\.io/v1/" *:#"r\.example":#' | \#
        kubectl -n shop create secret docker-registry a \#
        --from-file=.dockerconfigjson=/dev/stdin --dry-run=client -o yaml | kubectl apply -f \#
        -
        """#)
  }

  @Test func theDefaultServerBesideTheRightOne() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["https://index.docker.io/v1/", "r.example"]))
    #expect(summary(findings) == [])
  }

  @Test func anImageOfDockerHubNeedsTheKey() throws {
    let two = deployment(secrets: ["a"])
      .replacing("}]}}}}", with: #"},{"name":"b","image":"me/app"}]}}}}"#)
    let findings = try findings(two, secret(keys: ["https://index.docker.io/v1/"]))
    #expect(summary(findings) == ["may fail: no-matching-key"])
  }
}
