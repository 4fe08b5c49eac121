/**
 * What people choose first, in lower case: words, names, keyboard walks, pinyin, the trade's own words.
 * A password that is one of these, or several, with digits and signs around, is guessed within minutes.
 */
const words = `
aaaaaa abc abcd abcde abcdef abcdefg abcdefgh abcdefghi abcdefghij abcdefghijk abcdefghijkl access account
action adam adidas admin administrator adobe adrian airport alaska albert alex alexander alexis alfred alice
amanda amazing america american andrea andrew android angel angela angels animal anna anthony apollo apple
april arsenal arthur asdf asdfg asdfgh asdfghjk asdfghjkl asdfjkl ashley august austin autumn avatar
awesome azerty babygirl backup badboy bailey banana bandit barbara barcelona barney baseball basketball
batman beautiful beijing benjamin berlin bigdog bird birthday biteme black blessed blink blue bond boomer
boss boston brandon brandy brian brooklyn buddha buddy bulldog buster butter butterfly caesar california
camaro cameron canada captain carlos carolina caroline carter casper cat celtic champion chance changeit
changeme charlie charlotte chelsea cherry chester chicago chicken china chinese chocolate chris christian
christmas christopher cisco claire classic coffee college computer company connect contact control cookie
cooper corvette cowboy cowboys creative cricket crystal daddy daisy dakota dallas daniel danielle database
david december default demo denver desktop destiny dexter diablo diamond digital disney doctor dolphin
donald dragon dreamer drowssap eagle eagles eclipse edward elephant elizabeth emily eminem england enter
eric eternity everton explorer facebook faith falcon family fantasy february ferrari fireman firewall fish
fishing florida flower fluffy football ford forest forever france frank freddy freedom friday friend friends
galaxy gandalf garfield gateway gemini general genesis george gfhjkm
ghbdtn giants ginger god godzilla golden golf golfer google gordon great green guest guitar hacker hammer
hannah happy harley heather heaven hello hellokitty help helpme hockey home homer honda honey hotdog house
howard huawei hummer hunter iceman iloveyou india infinity inside internet ironman isabella jack jackie
jackson jaguar jake james jasmine jason jasper jennifer jeremy jessica jessie jesus jonathan jordan joseph
joshua july june junior jupiter justice justin kawasaki kermit kevin killer kimberly king kitten kitty
knight lakers laptop lasvegas lauren legend letmein liberty lincoln linux lion little liverpool login logitech
london love lovely loveme lover loveyou lucky machine madison madonna magic maggie manager manchester march
marina marine marlboro martin master matrix matthew maverick maxwell melissa member mercedes mercury merlin
metallica mexico michael michelle mickey microsoft midnight miller minecraft mobile monday money monica
monkey monster morgan mother mountain muffin murphy music mustang nascar natasha nathan nelson network
newyork nicholas nicole nintendo nirvana nissan nokia nothing november october office oliver online operator
orange oracle overlord pa55w0rd panther paradise parker pass passion passphrase passw0rd passwd password
passwort patrick peaches peanut pepper phantom philips phoenix player please poiuytrewq police pokemon
porsche postgres power prince princess private public pumpkin purple python qazwsx qazwsxedc qwaszx
qweasd qweasdzxc qwer qwert qwerty qwertyu qwertyui qwertyuiop rabbit rachel raiders rainbow ranger rangers
raspberry rebecca redhat redskins redsox remember richard robert rocket root rosebud runner russia samantha
samsung samuel sandra saturn saturday scooby scooter scorpion scott secret secure security september server
service shadow shanghai shannon sharon sierra silver simple simpsons slipknot smokey sniper snoopy snowball
soccer sophie spencer spider spiderman spring stanley star starwars startrek steelers stella steven student
success summer sunday sunflower sunshine super superman superuser support surfer sweet sydney system tank
taylor teacher team temp temporary tennis test tester testing theman thomas thunder thursday tiffany tiger
tigger tinker titanic toor toyota travis trinity trouble trustme trustno tucker tuesday turtle twitter ubuntu
united universe user username vampire vanessa victor victoria victory viking vikings virginia vmware voyager
walker warrior water webmaster wednesday welcome whatever william williams willow wilson windows winner
winston winter wizard wolf xavier yahoo yamaha yankees yellow zaq xsw zxc zxcv zxcvb zxcvbn zxcvbnm zzzzzz
aini woaini woaiwojia woaizhongguo wobuzhidao wodemima mima mimamima miyao nihao nihaoma zhongguo zhonghua
shanghai guangzhou shenzhen tianjin chongqing chengdu wuhan nanjing hangzhou baobao baobei laopo laogong
qinaide xiaoming zhangsan lisi wangwu zhangwei wangwei wangfang liwei lina zhangmin lijing wangjing
xinnian kuaile shengri meiyou haha hahaha hehe heihei tiantian jintian mingtian woshishui dashabi
gongan gonganju jingcha minjing paichusuo xingjing jiaojing jingwu duban duchashi duchaju anquan guanli
guanliyuan xitong yonghu ceshi moren shuju wangluo bangong bangongshi mishu juzhang suozhang zhengfu
tencent weixin wechat taobao alibaba zhifubao baidu xiaomi lenovo inspur kingsoft
`;

const common: ReadonlySet<string> = new Set(words.trim().split(/\s+/));
const longest = Math.max(...[...common].map((word) => word.length));

/** Letters that are written as digits and signs: p@ssw0rd. */
const disguises: Record<string, string> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** Rows of keys and the orders that everybody knows; walked in either direction. */
const walks = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop[]',
  "asdfghjkl;'",
  'zxcvbnm,./',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.',
  '1q2w3e4r5t6y7u8i9o0p',
  '!@#$%^&*()_+',
  'qazwsxedcrfvtgbyhnujm',
].flatMap((walk) => [walk, [...walk].reverse().join('')]);

/** Length of the longest run of a walk or of one character at the position; 0 when shorter than three. */
function runAt(text: string, at: number): number {
  let run = 1;
  while (text[at + run] === text[at]) run += 1;
  for (const walk of walks) {
    let length = 3;
    while (at + length <= text.length && walk.includes(text.slice(at, at + length))) length += 1;
    run = Math.max(run, length - 1);
  }
  return run >= 3 ? run : 0;
}

/** Length of the longest common word at the position, of three letters or more. */
function wordAt(text: string, at: number): number {
  for (let length = Math.min(longest, text.length - at); length >= 3; length -= 1)
    if (common.has(text.slice(at, at + length))) return length;
  return 0;
}

/** Two digits say about as much as one other character: most numbers are dates. */
function digitsAt(text: string, at: number): number {
  return /^\d\d/.test(text.slice(at, at + 2)) ? 2 : 0;
}

/** Characters that are left when every common word, every run and every two digits count as one. */
function surprise(text: string): number {
  let left = 0;
  for (let at = 0; at < text.length; left += 1)
    at += Math.max(wordAt(text, at), runAt(text, at), digitsAt(text, at), 1);
  return left;
}

/** The shortest part that the text repeats, `abcabcabc` → `abc`. */
function repeated(text: string): string {
  for (let length = 1; length <= text.length / 2; length += 1)
    if (text.length % length === 0 && text.slice(0, length).repeat(text.length / length) === text)
      return text.slice(0, length);
  return text;
}

/** Below this many surprises, a dictionary with a few digits after it finds the password. */
const fewest = 8;

/** Whether a password is made of what everybody tries first: common words, walks, repeats, a year behind. */
export function isCommonPassword(password: string): boolean {
  const plain = password.toLowerCase();
  const undisguised = [...plain].map((each) => disguises[each] ?? each).join('');
  return [plain, undisguised].some((text) => surprise(repeated(text)) < fewest);
}
