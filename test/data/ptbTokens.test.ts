import assert from "node:assert/strict";
import { test } from "node:test";
import { captionWords } from "../../lib/data/ptbTokens";

/** What pycocoevalcap 1.2 gave for these sentences, each in a file with a line between it and the next. */
const reference: readonly [sentence: string, words: string][] = [
  [
    "He can't, won't, shouldn't've, I'd've, I'll, we're, they've, y'all, ain't, 'tis 'twas gonna wanna gotta gimme lemme dunno cannot",
    "he ca n't wo n't should n't 've i 'd 've i 'll we 're they 've y' all ai n't 't is 't was gon na wan na got ta gim me lem me dunno can not",
  ],
  [
    "don’t it’s “quoted” ‘single’ — em dash – en dash … ellipsis",
    "do n't it 's quoted single em dash en dash ellipsis",
  ],
  [
    "the dogs' bowls and James's hat and the '90s and 90's and 1990s",
    "the dogs bowls and james 's hat and the '90s and 90 's and 1990s",
  ],
  [
    "rock 'n' roll and rock'n'roll and ma'am and o'clock and O'Brien and d'art and l'orange",
    "rock 'n' roll and rock 'n' roll and ma'am and o'clock and o'brien and d'art and l'orange",
  ],
  [
    "a well-known mother-in-law, twenty-five, x-ray, t-shirt, -5 degrees, 5-6 people, A-B, pre-1990, co-op",
    "a well-known mother-in-law twenty-five x-ray t-shirt -5 degrees 5-6 people a-b pre-1990 co-op",
  ],
  [
    "$5.00 and £3 and €4 and 50% and 5¢ and #1 and US$5 and C$5",
    "$ 5.00 and # 3 and $ 4 and 50 % and 5 cents and # 1 and us$ 5 and c$ 5",
  ],
  [
    "U.S. Army in the U.S. and the U.K. is here. St. Louis and Mt. Rainier. Mr. Smith, Mrs. Jones, Dr. Who vs. Prof. X etc. and so on",
    "u.s. army in the u.s. and the u.k. is here st. louis and mt. rainier mr. smith mrs. jones dr. who vs. prof. x etc. and so on",
  ],
  [
    "Washington D.C. is here. I saw him at 5 p.m. He left. 5 a.m. It is. At 5pm and 5 pm, 5:00pm, 5:00 PM",
    "washington d.c. is here i saw him at 5 p.m. he left 5 a.m. it is at 5pm and 5 pm 5:00 pm 5:00 pm",
  ],
  [
    "Jan. 5 and Feb. 3 and Ave. and Blvd. and Co. and Inc. and Ltd. and Corp. and No. 5 and no. It is no. 5.",
    "jan. 5 and feb. 3 and ave. and blvd. and co. and inc. and ltd. and corp. and no. 5 and no it is no. 5",
  ],
  [
    "http://www.example.com/foo?bar=1 and www.example.com and example.com and foo@example.com and @user and #hashtag",
    "http://www.example.com/foo?bar=1 and www.example.com and example.com and foo@example.com and @user and #hashtag",
  ],
  [
    "AT&T and R&D and Q&A and B&W and black&white and A & B and M&M's and &amp; and &lt;b&gt;",
    "at&t and r&d and q&a and b&w and black & white and a & b and m&m 's and & and < b >",
  ],
  [
    "<b>bold</b> <UNK> <unk> a<b and 3 < 4 > 2 <3 :) :-) ;) :( =) :D :P ^_^ <3 -_-",
    "<b> bold </b> <unk> <unk> a < b and 3 < 4 > 2 < 3 :-rrb- :--rrb- ;-rrb- :-lrb- =-rrb- :d :p ^_^ < 3 -_-",
  ],
  ["and/or he/she w/ w/o 24/7 n/a c/o red/white/blue", "and/or he/she w / w/o 24/7 n/a c/o red/white/blue"],
  [
    "(parentheses) [brackets] {braces} a(b)c",
    "-lrb- parentheses -rrb- -lsb- brackets -rsb- -lcb- braces -rcb- a -lrb- b -rrb- c",
  ],
  ["wait... what.. no.... so . . . and ..", "wait what no so and"],
  ["\"double\" 'single' ``latex'' `back' \"a 'b' c\"", "double single latex back a b c"],
  ["!!! ??? ?! !? ?!? hey! hey?", "!!! ??? ?! !? ?!? hey hey"],
  [
    "* asterisk ** a*b _ under_score __ a_b ~ tilde ^ | \\ back\\slash a\\b / ;",
    "* asterisk ** a * b _ under_score __ a_b ~ tilde ^ | \\ back \\ slash a \\ b /",
  ],
  [
    "3D 2D 1st 2nd 3rd 4th 21st 6'2\" 6' 5'10 12\" 3x4 10x 5ft 5-ft 10mph",
    "3d 2d 1st 2nd 3rd 4th 21st 6 2 6 5 '10 12 3x4 10x 5ft 5-ft 10mph",
  ],
  ["sky.A sky.a Sky.The the.Sky. man.The 5.The a.A", "sky.a sky.a sky.the the.sky man.the 5 the a.a"],
  [".hidden .5 5. 5.5. -.5 .com .the", "hidden .5 5 5.5 -.5 com the"],
  [
    "what's who's where's how's there're that'd that'll what'll",
    "what 's who 's where 's how 's there 're that 'd that 'll what 'll",
  ],
  ["Y'know y'all'd've 'em 'bout 'cause 'til", "y' know y' all 'd 've 'em bout 'cause 'til"],
  ["it,s it;s its' it`s it´s", "it s it s its it s it ´ s"],
  ["more'n d'ye whadya c'mon", "more 'n d'ye whadya c'mon"],
  ["----- ------ ==== ==== ++ += =+ == a=b a+b", "----- ------ = = = = = = = = + + + = = + = = a = b a + b"],
  ["x:part y:D z:p :part :Dog ;Dog :o) =D= :-D :'(", "x part y :d z :p part dog dog :o-rrb- =d = :-d :'-lrb-"],
  ["\"'tis\" ''Tis 'TWAS Cannot CANNOT Gonna", "'t is tis 't was can not can not gon na"],
  [
    '12-year-old 1-2-3 1/2-inch half/half a/b/c/d/e a-b/c-d w/out w/ 1/2" 3/4ths',
    "12-year-old 1-2-3 1/2-inch half/half a/b/c / d/e a-b/c-d w/out w / 1/2 3/4ths",
  ],
  [
    "1.5x 1.5-inch 10-15 10.5.2014 10:30-11:30 10,000th 5,a 5:a 1:00p.m. 7:30am",
    "1.5 x 1.5-inch 10-15 10.5.2014 10:30 -11:30 10,000 th 5 a 5 a 1:00 p.m. 7:30 am",
  ],
  ["$5 $ 5 5$ $1,000.50 £20 €30 ¥40 5¢ 100%", "$ 5 $ 5 5 $ $ 1,000.50 # 20 $ 30 ¥ 40 5 cents 100 %"],
  ["'90 '9 '90's '08, '1a '10ft", "'90 9 90 's 08 1a 10ft"],
  ["E. W. a. b! c? U. U.S U.S.A U.s. a.m p.m", "e. w. a. b c u. u.s u.s.a u.s. a.m p.m"],
  ["etc.. etc... etc.) etc., vs.)", "etc. etc. etc. -rrb- etc. vs. -rrb-"],
  ["half–half half—half a–b 1–2 – —", "half half half half a b 1 2"],
  [
    "dog’s dogs’ ‘a’ “b” ‘90s ’90s can’t o’clock ’tis «x» ‹y› „z”",
    "dog 's dogs a b 90s ’90s ca n't o’clock tis x y „ z",
  ],
  ["I'm I'M I’m im i'm", "i 'm i 'm i 'm im i 'm"],
  ["ain't AIN'T Ain't n't N'T 'T 'S 'LL", "ai n't ai n't ai n't n't n't t 's 'll"],
  ["bird's-eye child's-play mother's-day'", "bird 's eye child 's play mother 's day"],
  ["non-U.S. U.S.-based ex-U.S. ", "non-u.s. u.s.-based ex-u.s."],
  ["a sign reads foo.net/bar and Foo.net", "a sign reads foo.net/bar and foo.net"],
  [
    "a table., a pen.; a night.-person and using,mother-in-law in a 5,a-bed",
    "a table. a pen. a night.-person and using,mother-in-law in a 5,a-bed",
  ],
  ["the large E. The man and E. Rowling", "the large e the man and e. rowling"],
  ["a Ph.D. from Pa. and my pa. or Tex.", "a ph.d. from pa. and my pa or tex."],
  ["N'Sync and T'ai", "n'sync and t'ai"],
  ["&#39; &quot;x&quot; &nbsp; ½ ¼ cup", "&#39; x 1/2 1/4 cup"],
];

for (const [sentence, words] of reference) {
  test(sentence, () => assert.equal(captionWords(sentence).join(" "), words));
}

test("a plain caption, which takes a shortcut past the rules, gives what the rules give", () => {
  const plain = "A small dog sleeps, and two cats watch it";
  // With a full stop, the last word goes the long way.
  assert.deepEqual(captionWords(`${plain}.`), captionWords(plain));
  assert.deepEqual(captionWords(plain.replaceAll(" ", "\t")), captionWords(plain));
});

test("names of JavaScript's objects are words like others", () => {
  assert.deepEqual(captionWords("a constructor, toString. __proto__"), [
    "a",
    "constructor",
    "tostring",
    "__",
    "proto",
    "__",
  ]);
});

test("nothing but white space and punctuation has no words", () => {
  for (const empty of ["", " ", "\n", " . ", "''", "?", "😀"]) assert.deepEqual(captionWords(empty), [], empty);
});
