#!/usr/bin/env bash
# Builds the site into docs/site/target/site: the guides, the notebooks with their outputs, and the javadoc.
# Needs a JDK, node with npm, and Debian's python3-nbconvert. SITE_BASE=/luffy/ puts it below a path.
set -euo pipefail
cd "$(dirname "$0")"
root=$(realpath ../..)
pages=target/pages
modules=(luffy-core luffy-rewards luffy-djl-extension)

rm -rf "$pages" target/site
mkdir -p "$pages/public/notebooks"
cp -r "$root"/docs/*.md "$root/docs/images" "$pages"
mkdir -p "$pages/public/comparison"
cp "$root"/docs/comparison/* "$pages/public/comparison"
cp "$root/CONTRIBUTING.md" "$root/CHANGELOG.md" "$pages"
cp "$root/README.md" "$pages/index.md"
# What is no page of the site is a file of the repository.
repository=https://github.com/luffyrl/luffy/blob/main
sed -i -E \
    -e 's#\]\(docs/#](#g' \
    -e 's#\]\((\.\./)?luffy-examples/notebooks/([^)]*)\.ipynb\)#](./notebooks/\2.html)#g' \
    -e "s#\]\((\.\./)?(luffy-[a-z-]+/[^)]*|LICENSE)\)#]($repository/\2)#g" \
    -e 's#\]\(\.\./(README)\.md#](index.md#g' \
    -e 's#\]\(\.\./(CONTRIBUTING|CHANGELOG)\.md#](\1.md#g' \
    "$pages"/*.md

/usr/bin/python3 -m nbconvert --log-level=WARN --to html --output-dir "$pages/public/notebooks" "$root"/luffy-examples/notebooks/*.ipynb
sed -i -E -e 's#href="([1-6][^"/]*)\.ipynb"#href="\1.html"#g' -e 's#href="\.\./\.\./docs/([^".]*)\.md"#href="../\1.html"#g' \
    "$pages"/public/notebooks/*.html

for module in "${modules[@]}"; do
    if ! compgen -G "$root/$module/target/*-javadoc.jar" > /dev/null; then
        (cd "$root" && ./mvnw -B -ntp -q -DskipTests -Dspotless.check.skip -pl luffy-rewards,luffy-djl-extension -am verify)
    fi
    mkdir -p "$pages/public/javadoc/$module"
    (cd "$pages/public/javadoc/$module" && jar --extract --file "$(echo "$root/$module"/target/*-javadoc.jar)")
done

npm ci --no-audit --no-fund --silent
npm run --silent build
node check-links.mjs target/site
