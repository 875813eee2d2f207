// Made by "npm run schemas" from shared/snapshot/schema.ts. Not edited by hand.
"use strict";
export const header = validate20;
const schema31 = {"type":"object","required":["snapshotId","sequence","timestamp"],"properties":{"snapshotId":{"description":"The idempotency key: the same id with the same body is a duplicate, with another body a conflict.","type":"string","pattern":"^[A-Za-z0-9._:-]{1,128}$"},"sequence":{"description":"Rises per venue.","type":"integer","minimum":0,"maximum":9007199254740991},"timestamp":{"description":"When the book was taken, Unix milliseconds.","type":"integer","minimum":946684800000,"maximum":4102444800000},"parts":{"description":"1 where everything is in this body (the default), else how many parts follow by PUT.","type":["integer","null"],"minimum":1,"maximum":500},"source":{"type":["object","null"],"description":"The exchange whose conventions the fields follow; without it they mean what this document says.","required":["exchange"],"properties":{"exchange":{"description":"CCXT's id of the exchange, e.g. binanceusdm.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$"},"ccxt":{"description":"Version of CCXT that parsed the messages.","type":["string","null"],"pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"}}},"sampleShare":{"description":"Share of open interest that the book holds, if it is a sample. A sample is measured and never acted on.","type":["number","string","null"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":1e-9,"maximum":0.999999999},"insuranceFund":{"type":["object","null"],"description":"The fund that carries losses past bankruptcy, if the venue runs one.","required":["currency","balance"],"properties":{"currency":{"description":"Currency code.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"},"balance":{"description":"Balance in that currency.","type":["number","string"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-30,"maximum":1e+21},{"minimum":-1e+21,"maximum":-1e-30}]}}},"insuranceFunds":{"type":["array","null"],"description":"The funds that carry losses past bankruptcy, if the venue runs several; never beside insuranceFund.","maxItems":64,"items":{"type":"object","required":["name","currency","balance"],"properties":{"name":{"description":"Name of the fund, each once.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$"},"currency":{"description":"Currency code.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"},"balance":{"description":"Balance in that currency.","type":["number","string"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-30,"maximum":1e+21},{"minimum":-1e+21,"maximum":-1e-30}]},"symbols":{"description":"Markets that the fund stands for, each in one fund; absent for the one that stands for all others.","type":["array","null"],"maxItems":5000,"items":{"description":"CCXT unified symbol.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$"}}}}},"assets":{"type":["array","null"],"description":"The venue's own price and margin ratio of collateral assets, each currency once.","maxItems":1000,"items":{"type":"object","required":["currency"],"properties":{"currency":{"description":"Currency code.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"},"price":{"description":"Price in dollars, or in the quote currency that the markets share.","type":["number","string","null"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":1e-12,"maximum":1000000000000},"collateralRatios":{"description":"Share of the worth that counts as margin, stepped by the amount that an account holds: each ratio holds for the part of the amount up to upTo. Absent: all of it counts.","type":["array","null"],"maxItems":100,"items":{"type":"object","required":["ratio"],"properties":{"upTo":{"description":"Amount in the currency; null or absent in the last step.","type":["number","string","null"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":1e-18,"maximum":1e+21},"ratio":{"description":"From 0 to 1.","type":["number","string"],"pattern":"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":0,"maximum":1}}}}}}}}};
const pattern4 = new RegExp("^[A-Za-z0-9._:-]{1,128}$", "u");
const pattern5 = new RegExp("^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$", "u");
const pattern6 = new RegExp("^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$", "u");
const pattern7 = new RegExp("^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$", "u");
const pattern9 = new RegExp("^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$", "u");
const pattern17 = new RegExp("^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$", "u");

function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate20.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.snapshotId === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "snapshotId"},message:"must have required property '"+"snapshotId"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.sequence === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "sequence"},message:"must have required property '"+"sequence"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.timestamp === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "timestamp"},message:"must have required property '"+"timestamp"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.snapshotId !== undefined){
let data0 = data.snapshotId;
if(typeof data0 === "string"){
if(!pattern4.test(data0)){
const err3 = {instancePath:instancePath+"/snapshotId",schemaPath:"#/properties/snapshotId/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9._:-]{1,128}$"},message:"must match pattern \""+"^[A-Za-z0-9._:-]{1,128}$"+"\""};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/snapshotId",schemaPath:"#/properties/snapshotId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.sequence !== undefined){
let data1 = data.sequence;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
const err5 = {instancePath:instancePath+"/sequence",schemaPath:"#/properties/sequence/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 9007199254740991 || isNaN(data1)){
const err6 = {instancePath:instancePath+"/sequence",schemaPath:"#/properties/sequence/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991},message:"must be <= 9007199254740991"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data1 < 0 || isNaN(data1)){
const err7 = {instancePath:instancePath+"/sequence",schemaPath:"#/properties/sequence/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
if(data.timestamp !== undefined){
let data2 = data.timestamp;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err8 = {instancePath:instancePath+"/timestamp",schemaPath:"#/properties/timestamp/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 4102444800000 || isNaN(data2)){
const err9 = {instancePath:instancePath+"/timestamp",schemaPath:"#/properties/timestamp/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4102444800000},message:"must be <= 4102444800000"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data2 < 946684800000 || isNaN(data2)){
const err10 = {instancePath:instancePath+"/timestamp",schemaPath:"#/properties/timestamp/minimum",keyword:"minimum",params:{comparison: ">=", limit: 946684800000},message:"must be >= 946684800000"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
if(data.parts !== undefined){
let data3 = data.parts;
if((!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))) && (data3 !== null)){
const err11 = {instancePath:instancePath+"/parts",schemaPath:"#/properties/parts/type",keyword:"type",params:{type: schema31.properties.parts.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 500 || isNaN(data3)){
const err12 = {instancePath:instancePath+"/parts",schemaPath:"#/properties/parts/maximum",keyword:"maximum",params:{comparison: "<=", limit: 500},message:"must be <= 500"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(data3 < 1 || isNaN(data3)){
const err13 = {instancePath:instancePath+"/parts",schemaPath:"#/properties/parts/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
if(data.source !== undefined){
let data4 = data.source;
if((!(data4 && typeof data4 == "object" && !Array.isArray(data4))) && (data4 !== null)){
const err14 = {instancePath:instancePath+"/source",schemaPath:"#/properties/source/type",keyword:"type",params:{type: schema31.properties.source.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(data4.exchange === undefined){
const err15 = {instancePath:instancePath+"/source",schemaPath:"#/properties/source/required",keyword:"required",params:{missingProperty: "exchange"},message:"must have required property '"+"exchange"+"'"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data4.exchange !== undefined){
let data5 = data4.exchange;
if(typeof data5 === "string"){
if(!pattern5.test(data5)){
const err16 = {instancePath:instancePath+"/source/exchange",schemaPath:"#/properties/source/properties/exchange/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$"},message:"must match pattern \""+"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$"+"\""};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else {
const err17 = {instancePath:instancePath+"/source/exchange",schemaPath:"#/properties/source/properties/exchange/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data4.ccxt !== undefined){
let data6 = data4.ccxt;
if((typeof data6 !== "string") && (data6 !== null)){
const err18 = {instancePath:instancePath+"/source/ccxt",schemaPath:"#/properties/source/properties/ccxt/type",keyword:"type",params:{type: schema31.properties.source.properties.ccxt.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(typeof data6 === "string"){
if(!pattern6.test(data6)){
const err19 = {instancePath:instancePath+"/source/ccxt",schemaPath:"#/properties/source/properties/ccxt/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"},message:"must match pattern \""+"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"+"\""};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
}
}
if(data.sampleShare !== undefined){
let data7 = data.sampleShare;
if(((!((typeof data7 == "number") && (isFinite(data7)))) && (typeof data7 !== "string")) && (data7 !== null)){
const err20 = {instancePath:instancePath+"/sampleShare",schemaPath:"#/properties/sampleShare/type",keyword:"type",params:{type: schema31.properties.sampleShare.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 > 0.999999999 || isNaN(data7)){
const err21 = {instancePath:instancePath+"/sampleShare",schemaPath:"#/properties/sampleShare/maximum",keyword:"maximum",params:{comparison: "<=", limit: 0.999999999},message:"must be <= 0.999999999"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if(data7 < 1e-9 || isNaN(data7)){
const err22 = {instancePath:instancePath+"/sampleShare",schemaPath:"#/properties/sampleShare/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-9},message:"must be >= 1e-9"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(typeof data7 === "string"){
if(!pattern7.test(data7)){
const err23 = {instancePath:instancePath+"/sampleShare",schemaPath:"#/properties/sampleShare/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
if(data.insuranceFund !== undefined){
let data8 = data.insuranceFund;
if((!(data8 && typeof data8 == "object" && !Array.isArray(data8))) && (data8 !== null)){
const err24 = {instancePath:instancePath+"/insuranceFund",schemaPath:"#/properties/insuranceFund/type",keyword:"type",params:{type: schema31.properties.insuranceFund.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(data8.currency === undefined){
const err25 = {instancePath:instancePath+"/insuranceFund",schemaPath:"#/properties/insuranceFund/required",keyword:"required",params:{missingProperty: "currency"},message:"must have required property '"+"currency"+"'"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
if(data8.balance === undefined){
const err26 = {instancePath:instancePath+"/insuranceFund",schemaPath:"#/properties/insuranceFund/required",keyword:"required",params:{missingProperty: "balance"},message:"must have required property '"+"balance"+"'"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(data8.currency !== undefined){
let data9 = data8.currency;
if(typeof data9 === "string"){
if(!pattern6.test(data9)){
const err27 = {instancePath:instancePath+"/insuranceFund/currency",schemaPath:"#/properties/insuranceFund/properties/currency/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"},message:"must match pattern \""+"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"+"\""};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
else {
const err28 = {instancePath:instancePath+"/insuranceFund/currency",schemaPath:"#/properties/insuranceFund/properties/currency/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data8.balance !== undefined){
let data10 = data8.balance;
if((!((typeof data10 == "number") && (isFinite(data10)))) && (typeof data10 !== "string")){
const err29 = {instancePath:instancePath+"/insuranceFund/balance",schemaPath:"#/properties/insuranceFund/properties/balance/type",keyword:"type",params:{type: schema31.properties.insuranceFund.properties.balance.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
const _errs23 = errors;
let valid3 = false;
const _errs24 = errors;
if(0 !== data10){
const err30 = {instancePath:instancePath+"/insuranceFund/balance",schemaPath:"#/properties/insuranceFund/properties/balance/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
var _valid0 = _errs24 === errors;
valid3 = valid3 || _valid0;
const _errs25 = errors;
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 > 1e+21 || isNaN(data10)){
const err31 = {instancePath:instancePath+"/insuranceFund/balance",schemaPath:"#/properties/insuranceFund/properties/balance/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if(data10 < 1e-30 || isNaN(data10)){
const err32 = {instancePath:instancePath+"/insuranceFund/balance",schemaPath:"#/properties/insuranceFund/properties/balance/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-30},message:"must be >= 1e-30"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
var _valid0 = _errs25 === errors;
valid3 = valid3 || _valid0;
const _errs26 = errors;
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 > -1e-30 || isNaN(data10)){
const err33 = {instancePath:instancePath+"/insuranceFund/balance",schemaPath:"#/properties/insuranceFund/properties/balance/anyOf/2/maximum",keyword:"maximum",params:{comparison: "<=", limit: -1e-30},message:"must be <= -1e-30"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if(data10 < -1e+21 || isNaN(data10)){
const err34 = {instancePath:instancePath+"/insuranceFund/balance",schemaPath:"#/properties/insuranceFund/properties/balance/anyOf/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1e+21},message:"must be >= -1e+21"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
var _valid0 = _errs26 === errors;
valid3 = valid3 || _valid0;
if(!valid3){
const err35 = {instancePath:instancePath+"/insuranceFund/balance",schemaPath:"#/properties/insuranceFund/properties/balance/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
else {
errors = _errs23;
if(vErrors !== null){
if(_errs23){
vErrors.length = _errs23;
}
else {
vErrors = null;
}
}
}
if(typeof data10 === "string"){
if(!pattern9.test(data10)){
const err36 = {instancePath:instancePath+"/insuranceFund/balance",schemaPath:"#/properties/insuranceFund/properties/balance/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
}
}
}
if(data.insuranceFunds !== undefined){
let data11 = data.insuranceFunds;
if((!(Array.isArray(data11))) && (data11 !== null)){
const err37 = {instancePath:instancePath+"/insuranceFunds",schemaPath:"#/properties/insuranceFunds/type",keyword:"type",params:{type: schema31.properties.insuranceFunds.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(Array.isArray(data11)){
if(data11.length > 64){
const err38 = {instancePath:instancePath+"/insuranceFunds",schemaPath:"#/properties/insuranceFunds/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
const len0 = data11.length;
for(let i0=0; i0<len0; i0++){
let data12 = data11[i0];
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
if(data12.name === undefined){
const err39 = {instancePath:instancePath+"/insuranceFunds/" + i0,schemaPath:"#/properties/insuranceFunds/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
if(data12.currency === undefined){
const err40 = {instancePath:instancePath+"/insuranceFunds/" + i0,schemaPath:"#/properties/insuranceFunds/items/required",keyword:"required",params:{missingProperty: "currency"},message:"must have required property '"+"currency"+"'"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
if(data12.balance === undefined){
const err41 = {instancePath:instancePath+"/insuranceFunds/" + i0,schemaPath:"#/properties/insuranceFunds/items/required",keyword:"required",params:{missingProperty: "balance"},message:"must have required property '"+"balance"+"'"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
if(data12.name !== undefined){
let data13 = data12.name;
if(typeof data13 === "string"){
if(!pattern5.test(data13)){
const err42 = {instancePath:instancePath+"/insuranceFunds/" + i0+"/name",schemaPath:"#/properties/insuranceFunds/items/properties/name/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$"},message:"must match pattern \""+"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$"+"\""};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
else {
const err43 = {instancePath:instancePath+"/insuranceFunds/" + i0+"/name",schemaPath:"#/properties/insuranceFunds/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data12.currency !== undefined){
let data14 = data12.currency;
if(typeof data14 === "string"){
if(!pattern6.test(data14)){
const err44 = {instancePath:instancePath+"/insuranceFunds/" + i0+"/currency",schemaPath:"#/properties/insuranceFunds/items/properties/currency/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"},message:"must match pattern \""+"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"+"\""};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
else {
const err45 = {instancePath:instancePath+"/insuranceFunds/" + i0+"/currency",schemaPath:"#/properties/insuranceFunds/items/properties/currency/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data12.balance !== undefined){
let data15 = data12.balance;
if((!((typeof data15 == "number") && (isFinite(data15)))) && (typeof data15 !== "string")){
const err46 = {instancePath:instancePath+"/insuranceFunds/" + i0+"/balance",schemaPath:"#/properties/insuranceFunds/items/properties/balance/type",keyword:"type",params:{type: schema31.properties.insuranceFunds.items.properties.balance.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
const _errs37 = errors;
let valid7 = false;
const _errs38 = errors;
if(0 !== data15){
const err47 = {instancePath:instancePath+"/insuranceFunds/" + i0+"/balance",schemaPath:"#/properties/insuranceFunds/items/properties/balance/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
var _valid1 = _errs38 === errors;
valid7 = valid7 || _valid1;
const _errs39 = errors;
if((typeof data15 == "number") && (isFinite(data15))){
if(data15 > 1e+21 || isNaN(data15)){
const err48 = {instancePath:instancePath+"/insuranceFunds/" + i0+"/balance",schemaPath:"#/properties/insuranceFunds/items/properties/balance/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
if(data15 < 1e-30 || isNaN(data15)){
const err49 = {instancePath:instancePath+"/insuranceFunds/" + i0+"/balance",schemaPath:"#/properties/insuranceFunds/items/properties/balance/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-30},message:"must be >= 1e-30"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
var _valid1 = _errs39 === errors;
valid7 = valid7 || _valid1;
const _errs40 = errors;
if((typeof data15 == "number") && (isFinite(data15))){
if(data15 > -1e-30 || isNaN(data15)){
const err50 = {instancePath:instancePath+"/insuranceFunds/" + i0+"/balance",schemaPath:"#/properties/insuranceFunds/items/properties/balance/anyOf/2/maximum",keyword:"maximum",params:{comparison: "<=", limit: -1e-30},message:"must be <= -1e-30"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
if(data15 < -1e+21 || isNaN(data15)){
const err51 = {instancePath:instancePath+"/insuranceFunds/" + i0+"/balance",schemaPath:"#/properties/insuranceFunds/items/properties/balance/anyOf/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1e+21},message:"must be >= -1e+21"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
var _valid1 = _errs40 === errors;
valid7 = valid7 || _valid1;
if(!valid7){
const err52 = {instancePath:instancePath+"/insuranceFunds/" + i0+"/balance",schemaPath:"#/properties/insuranceFunds/items/properties/balance/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
else {
errors = _errs37;
if(vErrors !== null){
if(_errs37){
vErrors.length = _errs37;
}
else {
vErrors = null;
}
}
}
if(typeof data15 === "string"){
if(!pattern9.test(data15)){
const err53 = {instancePath:instancePath+"/insuranceFunds/" + i0+"/balance",schemaPath:"#/properties/insuranceFunds/items/properties/balance/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
}
if(data12.symbols !== undefined){
let data16 = data12.symbols;
if((!(Array.isArray(data16))) && (data16 !== null)){
const err54 = {instancePath:instancePath+"/insuranceFunds/" + i0+"/symbols",schemaPath:"#/properties/insuranceFunds/items/properties/symbols/type",keyword:"type",params:{type: schema31.properties.insuranceFunds.items.properties.symbols.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if(Array.isArray(data16)){
if(data16.length > 5000){
const err55 = {instancePath:instancePath+"/insuranceFunds/" + i0+"/symbols",schemaPath:"#/properties/insuranceFunds/items/properties/symbols/maxItems",keyword:"maxItems",params:{limit: 5000},message:"must NOT have more than 5000 items"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
const len1 = data16.length;
for(let i1=0; i1<len1; i1++){
let data17 = data16[i1];
if(typeof data17 === "string"){
if(!pattern5.test(data17)){
const err56 = {instancePath:instancePath+"/insuranceFunds/" + i0+"/symbols/" + i1,schemaPath:"#/properties/insuranceFunds/items/properties/symbols/items/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$"},message:"must match pattern \""+"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$"+"\""};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
else {
const err57 = {instancePath:instancePath+"/insuranceFunds/" + i0+"/symbols/" + i1,schemaPath:"#/properties/insuranceFunds/items/properties/symbols/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
}
}
}
else {
const err58 = {instancePath:instancePath+"/insuranceFunds/" + i0,schemaPath:"#/properties/insuranceFunds/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
}
}
if(data.assets !== undefined){
let data18 = data.assets;
if((!(Array.isArray(data18))) && (data18 !== null)){
const err59 = {instancePath:instancePath+"/assets",schemaPath:"#/properties/assets/type",keyword:"type",params:{type: schema31.properties.assets.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
if(Array.isArray(data18)){
if(data18.length > 1000){
const err60 = {instancePath:instancePath+"/assets",schemaPath:"#/properties/assets/maxItems",keyword:"maxItems",params:{limit: 1000},message:"must NOT have more than 1000 items"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
const len2 = data18.length;
for(let i2=0; i2<len2; i2++){
let data19 = data18[i2];
if(data19 && typeof data19 == "object" && !Array.isArray(data19)){
if(data19.currency === undefined){
const err61 = {instancePath:instancePath+"/assets/" + i2,schemaPath:"#/properties/assets/items/required",keyword:"required",params:{missingProperty: "currency"},message:"must have required property '"+"currency"+"'"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
if(data19.currency !== undefined){
let data20 = data19.currency;
if(typeof data20 === "string"){
if(!pattern6.test(data20)){
const err62 = {instancePath:instancePath+"/assets/" + i2+"/currency",schemaPath:"#/properties/assets/items/properties/currency/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"},message:"must match pattern \""+"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"+"\""};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
else {
const err63 = {instancePath:instancePath+"/assets/" + i2+"/currency",schemaPath:"#/properties/assets/items/properties/currency/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(data19.price !== undefined){
let data21 = data19.price;
if(((!((typeof data21 == "number") && (isFinite(data21)))) && (typeof data21 !== "string")) && (data21 !== null)){
const err64 = {instancePath:instancePath+"/assets/" + i2+"/price",schemaPath:"#/properties/assets/items/properties/price/type",keyword:"type",params:{type: schema31.properties.assets.items.properties.price.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
if((typeof data21 == "number") && (isFinite(data21))){
if(data21 > 1000000000000 || isNaN(data21)){
const err65 = {instancePath:instancePath+"/assets/" + i2+"/price",schemaPath:"#/properties/assets/items/properties/price/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000},message:"must be <= 1000000000000"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
if(data21 < 1e-12 || isNaN(data21)){
const err66 = {instancePath:instancePath+"/assets/" + i2+"/price",schemaPath:"#/properties/assets/items/properties/price/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-12},message:"must be >= 1e-12"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(typeof data21 === "string"){
if(!pattern7.test(data21)){
const err67 = {instancePath:instancePath+"/assets/" + i2+"/price",schemaPath:"#/properties/assets/items/properties/price/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
}
if(data19.collateralRatios !== undefined){
let data22 = data19.collateralRatios;
if((!(Array.isArray(data22))) && (data22 !== null)){
const err68 = {instancePath:instancePath+"/assets/" + i2+"/collateralRatios",schemaPath:"#/properties/assets/items/properties/collateralRatios/type",keyword:"type",params:{type: schema31.properties.assets.items.properties.collateralRatios.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
if(Array.isArray(data22)){
if(data22.length > 100){
const err69 = {instancePath:instancePath+"/assets/" + i2+"/collateralRatios",schemaPath:"#/properties/assets/items/properties/collateralRatios/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
const len3 = data22.length;
for(let i3=0; i3<len3; i3++){
let data23 = data22[i3];
if(data23 && typeof data23 == "object" && !Array.isArray(data23)){
if(data23.ratio === undefined){
const err70 = {instancePath:instancePath+"/assets/" + i2+"/collateralRatios/" + i3,schemaPath:"#/properties/assets/items/properties/collateralRatios/items/required",keyword:"required",params:{missingProperty: "ratio"},message:"must have required property '"+"ratio"+"'"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
if(data23.upTo !== undefined){
let data24 = data23.upTo;
if(((!((typeof data24 == "number") && (isFinite(data24)))) && (typeof data24 !== "string")) && (data24 !== null)){
const err71 = {instancePath:instancePath+"/assets/" + i2+"/collateralRatios/" + i3+"/upTo",schemaPath:"#/properties/assets/items/properties/collateralRatios/items/properties/upTo/type",keyword:"type",params:{type: schema31.properties.assets.items.properties.collateralRatios.items.properties.upTo.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
if((typeof data24 == "number") && (isFinite(data24))){
if(data24 > 1e+21 || isNaN(data24)){
const err72 = {instancePath:instancePath+"/assets/" + i2+"/collateralRatios/" + i3+"/upTo",schemaPath:"#/properties/assets/items/properties/collateralRatios/items/properties/upTo/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
if(data24 < 1e-18 || isNaN(data24)){
const err73 = {instancePath:instancePath+"/assets/" + i2+"/collateralRatios/" + i3+"/upTo",schemaPath:"#/properties/assets/items/properties/collateralRatios/items/properties/upTo/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-18},message:"must be >= 1e-18"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(typeof data24 === "string"){
if(!pattern7.test(data24)){
const err74 = {instancePath:instancePath+"/assets/" + i2+"/collateralRatios/" + i3+"/upTo",schemaPath:"#/properties/assets/items/properties/collateralRatios/items/properties/upTo/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
}
if(data23.ratio !== undefined){
let data25 = data23.ratio;
if((!((typeof data25 == "number") && (isFinite(data25)))) && (typeof data25 !== "string")){
const err75 = {instancePath:instancePath+"/assets/" + i2+"/collateralRatios/" + i3+"/ratio",schemaPath:"#/properties/assets/items/properties/collateralRatios/items/properties/ratio/type",keyword:"type",params:{type: schema31.properties.assets.items.properties.collateralRatios.items.properties.ratio.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
if((typeof data25 == "number") && (isFinite(data25))){
if(data25 > 1 || isNaN(data25)){
const err76 = {instancePath:instancePath+"/assets/" + i2+"/collateralRatios/" + i3+"/ratio",schemaPath:"#/properties/assets/items/properties/collateralRatios/items/properties/ratio/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
if(data25 < 0 || isNaN(data25)){
const err77 = {instancePath:instancePath+"/assets/" + i2+"/collateralRatios/" + i3+"/ratio",schemaPath:"#/properties/assets/items/properties/collateralRatios/items/properties/ratio/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
if(typeof data25 === "string"){
if(!pattern17.test(data25)){
const err78 = {instancePath:instancePath+"/assets/" + i2+"/collateralRatios/" + i3+"/ratio",schemaPath:"#/properties/assets/items/properties/collateralRatios/items/properties/ratio/pattern",keyword:"pattern",params:{pattern: "^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
}
}
else {
const err79 = {instancePath:instancePath+"/assets/" + i2+"/collateralRatios/" + i3,schemaPath:"#/properties/assets/items/properties/collateralRatios/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
}
}
}
else {
const err80 = {instancePath:instancePath+"/assets/" + i2,schemaPath:"#/properties/assets/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
}
}
}
else {
const err81 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":{"snapshotId":true,"sequence":true,"timestamp":true,"parts":true,"source":true,"sampleShare":true,"insuranceFund":true,"insuranceFunds":true,"assets":true},"dynamicProps":false,"dynamicItems":false};

export const market = validate21;
const schema32 = {"type":"object","required":["symbol","markPrice","contractSize","linear"],"properties":{"symbol":{"description":"CCXT unified symbol, e.g. BTC/USDT:USDT.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$"},"markPrice":{"description":"Mark price in quote currency.","type":["number","string"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":1e-12,"maximum":1000000000000},"indexPrice":{"description":"Index price.","type":["number","string","null"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":1e-12,"maximum":1000000000000},"lastPrice":{"description":"Price of the last trade.","type":["number","string","null"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":1e-12,"maximum":1000000000000},"contractSize":{"description":"Base units a contract (linear), quote units a contract (inverse), settlement units a contract and unit of price (quanto).","type":["number","string"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":1e-12,"maximum":1000000000000},"linear":{"description":"true for linear, false for inverse and quanto contracts.","type":"boolean"},"inverse":{"description":"true for inverse contracts; false beside linear false for quanto contracts, which settle in neither base nor quote currency.","type":["boolean","null"]},"settle":{"description":"Settlement currency, if it is not the symbol's.","type":["string","null"],"pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"},"openInterestAmount":{"description":"Open interest in contracts.","type":["number","string","null"],"pattern":"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-18,"maximum":1e+21}]},"fundingRate":{"description":"Funding rate of the current interval, a fraction.","type":["number","string","null"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":-100,"maximum":100},"orderBook":{"description":"Depth, best price first.","type":["object","null"],"required":["bids","asks"],"properties":{"bids":{"description":"Bids, highest first.","type":"array","maxItems":5000,"items":{"type":"array","minItems":2,"prefixItems":[{"description":"Price.","type":["number","string"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":1e-12,"maximum":1000000000000},{"description":"Amount in contracts.","type":["number","string"],"pattern":"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-18,"maximum":1e+21}]}],"items":true}},"asks":{"description":"Asks, lowest first.","type":"array","maxItems":5000,"items":{"type":"array","minItems":2,"prefixItems":[{"description":"Price.","type":["number","string"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":1e-12,"maximum":1000000000000},{"description":"Amount in contracts.","type":["number","string"],"pattern":"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-18,"maximum":1e+21}]}],"items":true}}}},"candle":{"description":"The latest bar of the mark or trade price; the same timestamp again replaces the bar while it forms.","type":["object","null"],"required":["timestamp","open","high","low","close"],"properties":{"timestamp":{"description":"Open of the bar, Unix milliseconds.","type":"integer","minimum":946684800000,"maximum":4102444800000},"open":{"description":"Open.","type":["number","string"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":-1000000000000,"maximum":1000000000000},"high":{"description":"High.","type":["number","string"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":-1000000000000,"maximum":1000000000000},"low":{"description":"Low.","type":["number","string"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":-1000000000000,"maximum":1000000000000},"close":{"description":"Close.","type":["number","string"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":-1000000000000,"maximum":1000000000000},"baseVolume":{"description":"Volume in base currency.","type":["number","string","null"],"pattern":"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-18,"maximum":1e+21}]}}},"leverageTiers":{"description":"Maintenance tiers, lowest first, by notional in currency, which is the quote currency if absent: contracts × contractSize × mark for linear, contracts × contractSize for inverse contracts; in settlement currency for quanto contracts. Each rate holds for the part of the notional in its tier, and is below 1 and no lower than the one before.","type":["array","null"],"maxItems":200,"items":{"type":"object","required":["tier","minNotional","maintenanceMarginRate","maxLeverage"],"properties":{"tier":{"description":"Number of the tier.","type":"integer","minimum":0},"minNotional":{"description":"Notional from which the tier holds; of the first one, taken for 0.","type":["number","string"],"pattern":"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-18,"maximum":1e+21}]},"maxNotional":{"description":"Notional up to which the tier holds; null or absent: open-ended.","type":["number","string","null"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":1e-18,"maximum":1e+21},"currency":{"description":"What the bounds count: the market's quote, base or settlement currency.","type":["string","null"],"pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"},"maintenanceMarginRate":{"description":"A fraction of notional.","type":["number","string"],"pattern":"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":0,"maximum":1},"maxLeverage":{"description":"Largest leverage that may be chosen.","type":["number","string"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":0.000001,"maximum":1000000}}}},"trades":{"description":"Statistics of the trades of a recent window, a day where possible, by which the truth of reported volume is judged. Each part may be absent, and needs one pass over the trades. Sizes and volumes in contracts.","type":["object","null"],"properties":{"count":{"description":"Trades in the window.","type":["integer","null"],"minimum":0,"maximum":9007199254740991},"firstDigits":{"description":"Trades by the first significant digit of their size, for 1 to 9.","type":["array","null"],"minItems":9,"maxItems":9,"items":{"description":"Trades whose size begins with this digit.","type":"integer","minimum":0,"maximum":9007199254740991}},"roundSizes":{"description":"Trades at round sizes and beside them, sizes being counted in the smallest step that a size can differ by.","type":["object","null"],"required":["round","near"],"properties":{"round":{"description":"Trades of a whole multiple of ten steps.","type":"integer","minimum":0,"maximum":9007199254740991},"near":{"description":"Trades of one step more or less than such a multiple, from 9 steps up.","type":"integer","minimum":0,"maximum":9007199254740991}}},"largestSizes":{"description":"Sizes of the largest trades of the window, in any order; best at most a tenth of all trades.","type":["array","null"],"maxItems":200,"items":{"description":"Size in contracts.","type":["number","string"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":1e-18,"maximum":1e+21}},"buckets":{"description":"Trading cut into buckets of equal volume, by the side that took liquidity; newest complete one last.","type":["array","null"],"maxItems":200,"items":{"type":"object","required":["buyVolume","sellVolume"],"properties":{"buyVolume":{"description":"Volume that buyers took.","type":["number","string"],"pattern":"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-18,"maximum":1e+21}]},"sellVolume":{"description":"Volume that sellers took.","type":["number","string"],"pattern":"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-18,"maximum":1e+21}]}}}}}}}};

function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate21.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.symbol === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "symbol"},message:"must have required property '"+"symbol"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.markPrice === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "markPrice"},message:"must have required property '"+"markPrice"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.contractSize === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "contractSize"},message:"must have required property '"+"contractSize"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.linear === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "linear"},message:"must have required property '"+"linear"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.symbol !== undefined){
let data0 = data.symbol;
if(typeof data0 === "string"){
if(!pattern5.test(data0)){
const err4 = {instancePath:instancePath+"/symbol",schemaPath:"#/properties/symbol/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$"},message:"must match pattern \""+"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$"+"\""};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/symbol",schemaPath:"#/properties/symbol/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.markPrice !== undefined){
let data1 = data.markPrice;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
const err6 = {instancePath:instancePath+"/markPrice",schemaPath:"#/properties/markPrice/type",keyword:"type",params:{type: schema32.properties.markPrice.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 1000000000000 || isNaN(data1)){
const err7 = {instancePath:instancePath+"/markPrice",schemaPath:"#/properties/markPrice/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000},message:"must be <= 1000000000000"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data1 < 1e-12 || isNaN(data1)){
const err8 = {instancePath:instancePath+"/markPrice",schemaPath:"#/properties/markPrice/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-12},message:"must be >= 1e-12"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(typeof data1 === "string"){
if(!pattern7.test(data1)){
const err9 = {instancePath:instancePath+"/markPrice",schemaPath:"#/properties/markPrice/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
if(data.indexPrice !== undefined){
let data2 = data.indexPrice;
if(((!((typeof data2 == "number") && (isFinite(data2)))) && (typeof data2 !== "string")) && (data2 !== null)){
const err10 = {instancePath:instancePath+"/indexPrice",schemaPath:"#/properties/indexPrice/type",keyword:"type",params:{type: schema32.properties.indexPrice.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 1000000000000 || isNaN(data2)){
const err11 = {instancePath:instancePath+"/indexPrice",schemaPath:"#/properties/indexPrice/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000},message:"must be <= 1000000000000"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(data2 < 1e-12 || isNaN(data2)){
const err12 = {instancePath:instancePath+"/indexPrice",schemaPath:"#/properties/indexPrice/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-12},message:"must be >= 1e-12"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(typeof data2 === "string"){
if(!pattern7.test(data2)){
const err13 = {instancePath:instancePath+"/indexPrice",schemaPath:"#/properties/indexPrice/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
if(data.lastPrice !== undefined){
let data3 = data.lastPrice;
if(((!((typeof data3 == "number") && (isFinite(data3)))) && (typeof data3 !== "string")) && (data3 !== null)){
const err14 = {instancePath:instancePath+"/lastPrice",schemaPath:"#/properties/lastPrice/type",keyword:"type",params:{type: schema32.properties.lastPrice.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 1000000000000 || isNaN(data3)){
const err15 = {instancePath:instancePath+"/lastPrice",schemaPath:"#/properties/lastPrice/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000},message:"must be <= 1000000000000"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data3 < 1e-12 || isNaN(data3)){
const err16 = {instancePath:instancePath+"/lastPrice",schemaPath:"#/properties/lastPrice/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-12},message:"must be >= 1e-12"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(typeof data3 === "string"){
if(!pattern7.test(data3)){
const err17 = {instancePath:instancePath+"/lastPrice",schemaPath:"#/properties/lastPrice/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
if(data.contractSize !== undefined){
let data4 = data.contractSize;
if((!((typeof data4 == "number") && (isFinite(data4)))) && (typeof data4 !== "string")){
const err18 = {instancePath:instancePath+"/contractSize",schemaPath:"#/properties/contractSize/type",keyword:"type",params:{type: schema32.properties.contractSize.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 1000000000000 || isNaN(data4)){
const err19 = {instancePath:instancePath+"/contractSize",schemaPath:"#/properties/contractSize/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000},message:"must be <= 1000000000000"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(data4 < 1e-12 || isNaN(data4)){
const err20 = {instancePath:instancePath+"/contractSize",schemaPath:"#/properties/contractSize/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-12},message:"must be >= 1e-12"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(typeof data4 === "string"){
if(!pattern7.test(data4)){
const err21 = {instancePath:instancePath+"/contractSize",schemaPath:"#/properties/contractSize/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
if(data.linear !== undefined){
if(typeof data.linear !== "boolean"){
const err22 = {instancePath:instancePath+"/linear",schemaPath:"#/properties/linear/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.inverse !== undefined){
let data6 = data.inverse;
if((typeof data6 !== "boolean") && (data6 !== null)){
const err23 = {instancePath:instancePath+"/inverse",schemaPath:"#/properties/inverse/type",keyword:"type",params:{type: schema32.properties.inverse.type},message:"must be boolean,null"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data.settle !== undefined){
let data7 = data.settle;
if((typeof data7 !== "string") && (data7 !== null)){
const err24 = {instancePath:instancePath+"/settle",schemaPath:"#/properties/settle/type",keyword:"type",params:{type: schema32.properties.settle.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(typeof data7 === "string"){
if(!pattern6.test(data7)){
const err25 = {instancePath:instancePath+"/settle",schemaPath:"#/properties/settle/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"},message:"must match pattern \""+"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"+"\""};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
if(data.openInterestAmount !== undefined){
let data8 = data.openInterestAmount;
if(((!((typeof data8 == "number") && (isFinite(data8)))) && (typeof data8 !== "string")) && (data8 !== null)){
const err26 = {instancePath:instancePath+"/openInterestAmount",schemaPath:"#/properties/openInterestAmount/type",keyword:"type",params:{type: schema32.properties.openInterestAmount.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
const _errs19 = errors;
let valid1 = false;
const _errs20 = errors;
if(0 !== data8){
const err27 = {instancePath:instancePath+"/openInterestAmount",schemaPath:"#/properties/openInterestAmount/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
var _valid0 = _errs20 === errors;
valid1 = valid1 || _valid0;
const _errs21 = errors;
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 > 1e+21 || isNaN(data8)){
const err28 = {instancePath:instancePath+"/openInterestAmount",schemaPath:"#/properties/openInterestAmount/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if(data8 < 1e-18 || isNaN(data8)){
const err29 = {instancePath:instancePath+"/openInterestAmount",schemaPath:"#/properties/openInterestAmount/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-18},message:"must be >= 1e-18"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
var _valid0 = _errs21 === errors;
valid1 = valid1 || _valid0;
if(!valid1){
const err30 = {instancePath:instancePath+"/openInterestAmount",schemaPath:"#/properties/openInterestAmount/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
else {
errors = _errs19;
if(vErrors !== null){
if(_errs19){
vErrors.length = _errs19;
}
else {
vErrors = null;
}
}
}
if(typeof data8 === "string"){
if(!pattern17.test(data8)){
const err31 = {instancePath:instancePath+"/openInterestAmount",schemaPath:"#/properties/openInterestAmount/pattern",keyword:"pattern",params:{pattern: "^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
}
if(data.fundingRate !== undefined){
let data9 = data.fundingRate;
if(((!((typeof data9 == "number") && (isFinite(data9)))) && (typeof data9 !== "string")) && (data9 !== null)){
const err32 = {instancePath:instancePath+"/fundingRate",schemaPath:"#/properties/fundingRate/type",keyword:"type",params:{type: schema32.properties.fundingRate.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 100 || isNaN(data9)){
const err33 = {instancePath:instancePath+"/fundingRate",schemaPath:"#/properties/fundingRate/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100},message:"must be <= 100"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if(data9 < -100 || isNaN(data9)){
const err34 = {instancePath:instancePath+"/fundingRate",schemaPath:"#/properties/fundingRate/minimum",keyword:"minimum",params:{comparison: ">=", limit: -100},message:"must be >= -100"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(typeof data9 === "string"){
if(!pattern9.test(data9)){
const err35 = {instancePath:instancePath+"/fundingRate",schemaPath:"#/properties/fundingRate/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
}
if(data.orderBook !== undefined){
let data10 = data.orderBook;
if((!(data10 && typeof data10 == "object" && !Array.isArray(data10))) && (data10 !== null)){
const err36 = {instancePath:instancePath+"/orderBook",schemaPath:"#/properties/orderBook/type",keyword:"type",params:{type: schema32.properties.orderBook.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
if(data10.bids === undefined){
const err37 = {instancePath:instancePath+"/orderBook",schemaPath:"#/properties/orderBook/required",keyword:"required",params:{missingProperty: "bids"},message:"must have required property '"+"bids"+"'"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(data10.asks === undefined){
const err38 = {instancePath:instancePath+"/orderBook",schemaPath:"#/properties/orderBook/required",keyword:"required",params:{missingProperty: "asks"},message:"must have required property '"+"asks"+"'"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
if(data10.bids !== undefined){
let data11 = data10.bids;
if(Array.isArray(data11)){
if(data11.length > 5000){
const err39 = {instancePath:instancePath+"/orderBook/bids",schemaPath:"#/properties/orderBook/properties/bids/maxItems",keyword:"maxItems",params:{limit: 5000},message:"must NOT have more than 5000 items"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
const len0 = data11.length;
for(let i0=0; i0<len0; i0++){
let data12 = data11[i0];
if(Array.isArray(data12)){
if(data12.length < 2){
const err40 = {instancePath:instancePath+"/orderBook/bids/" + i0,schemaPath:"#/properties/orderBook/properties/bids/items/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
const len1 = data12.length;
if(len1 > 0){
let data13 = data12[0];
if((!((typeof data13 == "number") && (isFinite(data13)))) && (typeof data13 !== "string")){
const err41 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/0",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/0/type",keyword:"type",params:{type: schema32.properties.orderBook.properties.bids.items.prefixItems[0].type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 > 1000000000000 || isNaN(data13)){
const err42 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/0",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/0/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000},message:"must be <= 1000000000000"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
if(data13 < 1e-12 || isNaN(data13)){
const err43 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/0",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-12},message:"must be >= 1e-12"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(typeof data13 === "string"){
if(!pattern7.test(data13)){
const err44 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/0",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/0/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
}
if(len1 > 1){
let data14 = data12[1];
if((!((typeof data14 == "number") && (isFinite(data14)))) && (typeof data14 !== "string")){
const err45 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/1",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/1/type",keyword:"type",params:{type: schema32.properties.orderBook.properties.bids.items.prefixItems[1].type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
const _errs34 = errors;
let valid6 = false;
const _errs35 = errors;
if(0 !== data14){
const err46 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/1",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/1/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
var _valid1 = _errs35 === errors;
valid6 = valid6 || _valid1;
const _errs36 = errors;
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 > 1e+21 || isNaN(data14)){
const err47 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/1",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/1/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
if(data14 < 1e-18 || isNaN(data14)){
const err48 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/1",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/1/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-18},message:"must be >= 1e-18"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
var _valid1 = _errs36 === errors;
valid6 = valid6 || _valid1;
if(!valid6){
const err49 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/1",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/1/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
else {
errors = _errs34;
if(vErrors !== null){
if(_errs34){
vErrors.length = _errs34;
}
else {
vErrors = null;
}
}
}
if(typeof data14 === "string"){
if(!pattern17.test(data14)){
const err50 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/1",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/1/pattern",keyword:"pattern",params:{pattern: "^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
}
}
else {
const err51 = {instancePath:instancePath+"/orderBook/bids/" + i0,schemaPath:"#/properties/orderBook/properties/bids/items/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
}
else {
const err52 = {instancePath:instancePath+"/orderBook/bids",schemaPath:"#/properties/orderBook/properties/bids/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data10.asks !== undefined){
let data15 = data10.asks;
if(Array.isArray(data15)){
if(data15.length > 5000){
const err53 = {instancePath:instancePath+"/orderBook/asks",schemaPath:"#/properties/orderBook/properties/asks/maxItems",keyword:"maxItems",params:{limit: 5000},message:"must NOT have more than 5000 items"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
const len2 = data15.length;
for(let i1=0; i1<len2; i1++){
let data16 = data15[i1];
if(Array.isArray(data16)){
if(data16.length < 2){
const err54 = {instancePath:instancePath+"/orderBook/asks/" + i1,schemaPath:"#/properties/orderBook/properties/asks/items/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
const len3 = data16.length;
if(len3 > 0){
let data17 = data16[0];
if((!((typeof data17 == "number") && (isFinite(data17)))) && (typeof data17 !== "string")){
const err55 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/0",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/0/type",keyword:"type",params:{type: schema32.properties.orderBook.properties.asks.items.prefixItems[0].type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
if((typeof data17 == "number") && (isFinite(data17))){
if(data17 > 1000000000000 || isNaN(data17)){
const err56 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/0",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/0/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000},message:"must be <= 1000000000000"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
if(data17 < 1e-12 || isNaN(data17)){
const err57 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/0",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-12},message:"must be >= 1e-12"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
if(typeof data17 === "string"){
if(!pattern7.test(data17)){
const err58 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/0",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/0/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
}
if(len3 > 1){
let data18 = data16[1];
if((!((typeof data18 == "number") && (isFinite(data18)))) && (typeof data18 !== "string")){
const err59 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/1",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/1/type",keyword:"type",params:{type: schema32.properties.orderBook.properties.asks.items.prefixItems[1].type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
const _errs45 = errors;
let valid10 = false;
const _errs46 = errors;
if(0 !== data18){
const err60 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/1",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/1/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
var _valid2 = _errs46 === errors;
valid10 = valid10 || _valid2;
const _errs47 = errors;
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 > 1e+21 || isNaN(data18)){
const err61 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/1",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/1/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
if(data18 < 1e-18 || isNaN(data18)){
const err62 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/1",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/1/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-18},message:"must be >= 1e-18"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
var _valid2 = _errs47 === errors;
valid10 = valid10 || _valid2;
if(!valid10){
const err63 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/1",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/1/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
else {
errors = _errs45;
if(vErrors !== null){
if(_errs45){
vErrors.length = _errs45;
}
else {
vErrors = null;
}
}
}
if(typeof data18 === "string"){
if(!pattern17.test(data18)){
const err64 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/1",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/1/pattern",keyword:"pattern",params:{pattern: "^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
}
}
else {
const err65 = {instancePath:instancePath+"/orderBook/asks/" + i1,schemaPath:"#/properties/orderBook/properties/asks/items/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
}
else {
const err66 = {instancePath:instancePath+"/orderBook/asks",schemaPath:"#/properties/orderBook/properties/asks/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
}
}
if(data.candle !== undefined){
let data19 = data.candle;
if((!(data19 && typeof data19 == "object" && !Array.isArray(data19))) && (data19 !== null)){
const err67 = {instancePath:instancePath+"/candle",schemaPath:"#/properties/candle/type",keyword:"type",params:{type: schema32.properties.candle.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
if(data19 && typeof data19 == "object" && !Array.isArray(data19)){
if(data19.timestamp === undefined){
const err68 = {instancePath:instancePath+"/candle",schemaPath:"#/properties/candle/required",keyword:"required",params:{missingProperty: "timestamp"},message:"must have required property '"+"timestamp"+"'"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
if(data19.open === undefined){
const err69 = {instancePath:instancePath+"/candle",schemaPath:"#/properties/candle/required",keyword:"required",params:{missingProperty: "open"},message:"must have required property '"+"open"+"'"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
if(data19.high === undefined){
const err70 = {instancePath:instancePath+"/candle",schemaPath:"#/properties/candle/required",keyword:"required",params:{missingProperty: "high"},message:"must have required property '"+"high"+"'"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
if(data19.low === undefined){
const err71 = {instancePath:instancePath+"/candle",schemaPath:"#/properties/candle/required",keyword:"required",params:{missingProperty: "low"},message:"must have required property '"+"low"+"'"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
if(data19.close === undefined){
const err72 = {instancePath:instancePath+"/candle",schemaPath:"#/properties/candle/required",keyword:"required",params:{missingProperty: "close"},message:"must have required property '"+"close"+"'"};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
if(data19.timestamp !== undefined){
let data20 = data19.timestamp;
if(!(((typeof data20 == "number") && (!(data20 % 1) && !isNaN(data20))) && (isFinite(data20)))){
const err73 = {instancePath:instancePath+"/candle/timestamp",schemaPath:"#/properties/candle/properties/timestamp/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 > 4102444800000 || isNaN(data20)){
const err74 = {instancePath:instancePath+"/candle/timestamp",schemaPath:"#/properties/candle/properties/timestamp/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4102444800000},message:"must be <= 4102444800000"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
if(data20 < 946684800000 || isNaN(data20)){
const err75 = {instancePath:instancePath+"/candle/timestamp",schemaPath:"#/properties/candle/properties/timestamp/minimum",keyword:"minimum",params:{comparison: ">=", limit: 946684800000},message:"must be >= 946684800000"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
}
if(data19.open !== undefined){
let data21 = data19.open;
if((!((typeof data21 == "number") && (isFinite(data21)))) && (typeof data21 !== "string")){
const err76 = {instancePath:instancePath+"/candle/open",schemaPath:"#/properties/candle/properties/open/type",keyword:"type",params:{type: schema32.properties.candle.properties.open.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
if((typeof data21 == "number") && (isFinite(data21))){
if(data21 > 1000000000000 || isNaN(data21)){
const err77 = {instancePath:instancePath+"/candle/open",schemaPath:"#/properties/candle/properties/open/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000},message:"must be <= 1000000000000"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
if(data21 < -1000000000000 || isNaN(data21)){
const err78 = {instancePath:instancePath+"/candle/open",schemaPath:"#/properties/candle/properties/open/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1000000000000},message:"must be >= -1000000000000"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
if(typeof data21 === "string"){
if(!pattern9.test(data21)){
const err79 = {instancePath:instancePath+"/candle/open",schemaPath:"#/properties/candle/properties/open/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
}
if(data19.high !== undefined){
let data22 = data19.high;
if((!((typeof data22 == "number") && (isFinite(data22)))) && (typeof data22 !== "string")){
const err80 = {instancePath:instancePath+"/candle/high",schemaPath:"#/properties/candle/properties/high/type",keyword:"type",params:{type: schema32.properties.candle.properties.high.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 > 1000000000000 || isNaN(data22)){
const err81 = {instancePath:instancePath+"/candle/high",schemaPath:"#/properties/candle/properties/high/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000},message:"must be <= 1000000000000"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
if(data22 < -1000000000000 || isNaN(data22)){
const err82 = {instancePath:instancePath+"/candle/high",schemaPath:"#/properties/candle/properties/high/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1000000000000},message:"must be >= -1000000000000"};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
if(typeof data22 === "string"){
if(!pattern9.test(data22)){
const err83 = {instancePath:instancePath+"/candle/high",schemaPath:"#/properties/candle/properties/high/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
}
if(data19.low !== undefined){
let data23 = data19.low;
if((!((typeof data23 == "number") && (isFinite(data23)))) && (typeof data23 !== "string")){
const err84 = {instancePath:instancePath+"/candle/low",schemaPath:"#/properties/candle/properties/low/type",keyword:"type",params:{type: schema32.properties.candle.properties.low.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
if((typeof data23 == "number") && (isFinite(data23))){
if(data23 > 1000000000000 || isNaN(data23)){
const err85 = {instancePath:instancePath+"/candle/low",schemaPath:"#/properties/candle/properties/low/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000},message:"must be <= 1000000000000"};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
if(data23 < -1000000000000 || isNaN(data23)){
const err86 = {instancePath:instancePath+"/candle/low",schemaPath:"#/properties/candle/properties/low/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1000000000000},message:"must be >= -1000000000000"};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
if(typeof data23 === "string"){
if(!pattern9.test(data23)){
const err87 = {instancePath:instancePath+"/candle/low",schemaPath:"#/properties/candle/properties/low/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
}
if(data19.close !== undefined){
let data24 = data19.close;
if((!((typeof data24 == "number") && (isFinite(data24)))) && (typeof data24 !== "string")){
const err88 = {instancePath:instancePath+"/candle/close",schemaPath:"#/properties/candle/properties/close/type",keyword:"type",params:{type: schema32.properties.candle.properties.close.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
if((typeof data24 == "number") && (isFinite(data24))){
if(data24 > 1000000000000 || isNaN(data24)){
const err89 = {instancePath:instancePath+"/candle/close",schemaPath:"#/properties/candle/properties/close/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000},message:"must be <= 1000000000000"};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
if(data24 < -1000000000000 || isNaN(data24)){
const err90 = {instancePath:instancePath+"/candle/close",schemaPath:"#/properties/candle/properties/close/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1000000000000},message:"must be >= -1000000000000"};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
if(typeof data24 === "string"){
if(!pattern9.test(data24)){
const err91 = {instancePath:instancePath+"/candle/close",schemaPath:"#/properties/candle/properties/close/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
}
if(data19.baseVolume !== undefined){
let data25 = data19.baseVolume;
if(((!((typeof data25 == "number") && (isFinite(data25)))) && (typeof data25 !== "string")) && (data25 !== null)){
const err92 = {instancePath:instancePath+"/candle/baseVolume",schemaPath:"#/properties/candle/properties/baseVolume/type",keyword:"type",params:{type: schema32.properties.candle.properties.baseVolume.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
const _errs62 = errors;
let valid12 = false;
const _errs63 = errors;
if(0 !== data25){
const err93 = {instancePath:instancePath+"/candle/baseVolume",schemaPath:"#/properties/candle/properties/baseVolume/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
var _valid3 = _errs63 === errors;
valid12 = valid12 || _valid3;
const _errs64 = errors;
if((typeof data25 == "number") && (isFinite(data25))){
if(data25 > 1e+21 || isNaN(data25)){
const err94 = {instancePath:instancePath+"/candle/baseVolume",schemaPath:"#/properties/candle/properties/baseVolume/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
if(data25 < 1e-18 || isNaN(data25)){
const err95 = {instancePath:instancePath+"/candle/baseVolume",schemaPath:"#/properties/candle/properties/baseVolume/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-18},message:"must be >= 1e-18"};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
var _valid3 = _errs64 === errors;
valid12 = valid12 || _valid3;
if(!valid12){
const err96 = {instancePath:instancePath+"/candle/baseVolume",schemaPath:"#/properties/candle/properties/baseVolume/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
else {
errors = _errs62;
if(vErrors !== null){
if(_errs62){
vErrors.length = _errs62;
}
else {
vErrors = null;
}
}
}
if(typeof data25 === "string"){
if(!pattern17.test(data25)){
const err97 = {instancePath:instancePath+"/candle/baseVolume",schemaPath:"#/properties/candle/properties/baseVolume/pattern",keyword:"pattern",params:{pattern: "^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
}
}
}
}
if(data.leverageTiers !== undefined){
let data26 = data.leverageTiers;
if((!(Array.isArray(data26))) && (data26 !== null)){
const err98 = {instancePath:instancePath+"/leverageTiers",schemaPath:"#/properties/leverageTiers/type",keyword:"type",params:{type: schema32.properties.leverageTiers.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
if(Array.isArray(data26)){
if(data26.length > 200){
const err99 = {instancePath:instancePath+"/leverageTiers",schemaPath:"#/properties/leverageTiers/maxItems",keyword:"maxItems",params:{limit: 200},message:"must NOT have more than 200 items"};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
const len4 = data26.length;
for(let i2=0; i2<len4; i2++){
let data27 = data26[i2];
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
if(data27.tier === undefined){
const err100 = {instancePath:instancePath+"/leverageTiers/" + i2,schemaPath:"#/properties/leverageTiers/items/required",keyword:"required",params:{missingProperty: "tier"},message:"must have required property '"+"tier"+"'"};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
if(data27.minNotional === undefined){
const err101 = {instancePath:instancePath+"/leverageTiers/" + i2,schemaPath:"#/properties/leverageTiers/items/required",keyword:"required",params:{missingProperty: "minNotional"},message:"must have required property '"+"minNotional"+"'"};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
if(data27.maintenanceMarginRate === undefined){
const err102 = {instancePath:instancePath+"/leverageTiers/" + i2,schemaPath:"#/properties/leverageTiers/items/required",keyword:"required",params:{missingProperty: "maintenanceMarginRate"},message:"must have required property '"+"maintenanceMarginRate"+"'"};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
if(data27.maxLeverage === undefined){
const err103 = {instancePath:instancePath+"/leverageTiers/" + i2,schemaPath:"#/properties/leverageTiers/items/required",keyword:"required",params:{missingProperty: "maxLeverage"},message:"must have required property '"+"maxLeverage"+"'"};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
if(data27.tier !== undefined){
let data28 = data27.tier;
if(!(((typeof data28 == "number") && (!(data28 % 1) && !isNaN(data28))) && (isFinite(data28)))){
const err104 = {instancePath:instancePath+"/leverageTiers/" + i2+"/tier",schemaPath:"#/properties/leverageTiers/items/properties/tier/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
if((typeof data28 == "number") && (isFinite(data28))){
if(data28 < 0 || isNaN(data28)){
const err105 = {instancePath:instancePath+"/leverageTiers/" + i2+"/tier",schemaPath:"#/properties/leverageTiers/items/properties/tier/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
}
if(data27.minNotional !== undefined){
let data29 = data27.minNotional;
if((!((typeof data29 == "number") && (isFinite(data29)))) && (typeof data29 !== "string")){
const err106 = {instancePath:instancePath+"/leverageTiers/" + i2+"/minNotional",schemaPath:"#/properties/leverageTiers/items/properties/minNotional/type",keyword:"type",params:{type: schema32.properties.leverageTiers.items.properties.minNotional.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
const _errs73 = errors;
let valid16 = false;
const _errs74 = errors;
if(0 !== data29){
const err107 = {instancePath:instancePath+"/leverageTiers/" + i2+"/minNotional",schemaPath:"#/properties/leverageTiers/items/properties/minNotional/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
var _valid4 = _errs74 === errors;
valid16 = valid16 || _valid4;
const _errs75 = errors;
if((typeof data29 == "number") && (isFinite(data29))){
if(data29 > 1e+21 || isNaN(data29)){
const err108 = {instancePath:instancePath+"/leverageTiers/" + i2+"/minNotional",schemaPath:"#/properties/leverageTiers/items/properties/minNotional/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
if(data29 < 1e-18 || isNaN(data29)){
const err109 = {instancePath:instancePath+"/leverageTiers/" + i2+"/minNotional",schemaPath:"#/properties/leverageTiers/items/properties/minNotional/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-18},message:"must be >= 1e-18"};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
var _valid4 = _errs75 === errors;
valid16 = valid16 || _valid4;
if(!valid16){
const err110 = {instancePath:instancePath+"/leverageTiers/" + i2+"/minNotional",schemaPath:"#/properties/leverageTiers/items/properties/minNotional/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
else {
errors = _errs73;
if(vErrors !== null){
if(_errs73){
vErrors.length = _errs73;
}
else {
vErrors = null;
}
}
}
if(typeof data29 === "string"){
if(!pattern17.test(data29)){
const err111 = {instancePath:instancePath+"/leverageTiers/" + i2+"/minNotional",schemaPath:"#/properties/leverageTiers/items/properties/minNotional/pattern",keyword:"pattern",params:{pattern: "^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
}
if(data27.maxNotional !== undefined){
let data30 = data27.maxNotional;
if(((!((typeof data30 == "number") && (isFinite(data30)))) && (typeof data30 !== "string")) && (data30 !== null)){
const err112 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maxNotional",schemaPath:"#/properties/leverageTiers/items/properties/maxNotional/type",keyword:"type",params:{type: schema32.properties.leverageTiers.items.properties.maxNotional.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
if((typeof data30 == "number") && (isFinite(data30))){
if(data30 > 1e+21 || isNaN(data30)){
const err113 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maxNotional",schemaPath:"#/properties/leverageTiers/items/properties/maxNotional/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
if(data30 < 1e-18 || isNaN(data30)){
const err114 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maxNotional",schemaPath:"#/properties/leverageTiers/items/properties/maxNotional/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-18},message:"must be >= 1e-18"};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
}
if(typeof data30 === "string"){
if(!pattern7.test(data30)){
const err115 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maxNotional",schemaPath:"#/properties/leverageTiers/items/properties/maxNotional/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
}
if(data27.currency !== undefined){
let data31 = data27.currency;
if((typeof data31 !== "string") && (data31 !== null)){
const err116 = {instancePath:instancePath+"/leverageTiers/" + i2+"/currency",schemaPath:"#/properties/leverageTiers/items/properties/currency/type",keyword:"type",params:{type: schema32.properties.leverageTiers.items.properties.currency.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
if(typeof data31 === "string"){
if(!pattern6.test(data31)){
const err117 = {instancePath:instancePath+"/leverageTiers/" + i2+"/currency",schemaPath:"#/properties/leverageTiers/items/properties/currency/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"},message:"must match pattern \""+"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"+"\""};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
}
}
if(data27.maintenanceMarginRate !== undefined){
let data32 = data27.maintenanceMarginRate;
if((!((typeof data32 == "number") && (isFinite(data32)))) && (typeof data32 !== "string")){
const err118 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maintenanceMarginRate",schemaPath:"#/properties/leverageTiers/items/properties/maintenanceMarginRate/type",keyword:"type",params:{type: schema32.properties.leverageTiers.items.properties.maintenanceMarginRate.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
if((typeof data32 == "number") && (isFinite(data32))){
if(data32 > 1 || isNaN(data32)){
const err119 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maintenanceMarginRate",schemaPath:"#/properties/leverageTiers/items/properties/maintenanceMarginRate/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
if(data32 < 0 || isNaN(data32)){
const err120 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maintenanceMarginRate",schemaPath:"#/properties/leverageTiers/items/properties/maintenanceMarginRate/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
if(typeof data32 === "string"){
if(!pattern17.test(data32)){
const err121 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maintenanceMarginRate",schemaPath:"#/properties/leverageTiers/items/properties/maintenanceMarginRate/pattern",keyword:"pattern",params:{pattern: "^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
}
}
if(data27.maxLeverage !== undefined){
let data33 = data27.maxLeverage;
if((!((typeof data33 == "number") && (isFinite(data33)))) && (typeof data33 !== "string")){
const err122 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maxLeverage",schemaPath:"#/properties/leverageTiers/items/properties/maxLeverage/type",keyword:"type",params:{type: schema32.properties.leverageTiers.items.properties.maxLeverage.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
if((typeof data33 == "number") && (isFinite(data33))){
if(data33 > 1000000 || isNaN(data33)){
const err123 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maxLeverage",schemaPath:"#/properties/leverageTiers/items/properties/maxLeverage/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000},message:"must be <= 1000000"};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
if(data33 < 0.000001 || isNaN(data33)){
const err124 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maxLeverage",schemaPath:"#/properties/leverageTiers/items/properties/maxLeverage/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0.000001},message:"must be >= 0.000001"};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
}
if(typeof data33 === "string"){
if(!pattern7.test(data33)){
const err125 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maxLeverage",schemaPath:"#/properties/leverageTiers/items/properties/maxLeverage/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
}
}
}
else {
const err126 = {instancePath:instancePath+"/leverageTiers/" + i2,schemaPath:"#/properties/leverageTiers/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
}
}
}
if(data.trades !== undefined){
let data34 = data.trades;
if((!(data34 && typeof data34 == "object" && !Array.isArray(data34))) && (data34 !== null)){
const err127 = {instancePath:instancePath+"/trades",schemaPath:"#/properties/trades/type",keyword:"type",params:{type: schema32.properties.trades.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
if(data34 && typeof data34 == "object" && !Array.isArray(data34)){
if(data34.count !== undefined){
let data35 = data34.count;
if((!(((typeof data35 == "number") && (!(data35 % 1) && !isNaN(data35))) && (isFinite(data35)))) && (data35 !== null)){
const err128 = {instancePath:instancePath+"/trades/count",schemaPath:"#/properties/trades/properties/count/type",keyword:"type",params:{type: schema32.properties.trades.properties.count.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
if((typeof data35 == "number") && (isFinite(data35))){
if(data35 > 9007199254740991 || isNaN(data35)){
const err129 = {instancePath:instancePath+"/trades/count",schemaPath:"#/properties/trades/properties/count/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991},message:"must be <= 9007199254740991"};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
if(data35 < 0 || isNaN(data35)){
const err130 = {instancePath:instancePath+"/trades/count",schemaPath:"#/properties/trades/properties/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
}
}
if(data34.firstDigits !== undefined){
let data36 = data34.firstDigits;
if((!(Array.isArray(data36))) && (data36 !== null)){
const err131 = {instancePath:instancePath+"/trades/firstDigits",schemaPath:"#/properties/trades/properties/firstDigits/type",keyword:"type",params:{type: schema32.properties.trades.properties.firstDigits.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
if(Array.isArray(data36)){
if(data36.length > 9){
const err132 = {instancePath:instancePath+"/trades/firstDigits",schemaPath:"#/properties/trades/properties/firstDigits/maxItems",keyword:"maxItems",params:{limit: 9},message:"must NOT have more than 9 items"};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
if(data36.length < 9){
const err133 = {instancePath:instancePath+"/trades/firstDigits",schemaPath:"#/properties/trades/properties/firstDigits/minItems",keyword:"minItems",params:{limit: 9},message:"must NOT have fewer than 9 items"};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
const len5 = data36.length;
for(let i3=0; i3<len5; i3++){
let data37 = data36[i3];
if(!(((typeof data37 == "number") && (!(data37 % 1) && !isNaN(data37))) && (isFinite(data37)))){
const err134 = {instancePath:instancePath+"/trades/firstDigits/" + i3,schemaPath:"#/properties/trades/properties/firstDigits/items/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
if((typeof data37 == "number") && (isFinite(data37))){
if(data37 > 9007199254740991 || isNaN(data37)){
const err135 = {instancePath:instancePath+"/trades/firstDigits/" + i3,schemaPath:"#/properties/trades/properties/firstDigits/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991},message:"must be <= 9007199254740991"};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
if(data37 < 0 || isNaN(data37)){
const err136 = {instancePath:instancePath+"/trades/firstDigits/" + i3,schemaPath:"#/properties/trades/properties/firstDigits/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
}
}
}
}
if(data34.roundSizes !== undefined){
let data38 = data34.roundSizes;
if((!(data38 && typeof data38 == "object" && !Array.isArray(data38))) && (data38 !== null)){
const err137 = {instancePath:instancePath+"/trades/roundSizes",schemaPath:"#/properties/trades/properties/roundSizes/type",keyword:"type",params:{type: schema32.properties.trades.properties.roundSizes.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
if(data38 && typeof data38 == "object" && !Array.isArray(data38)){
if(data38.round === undefined){
const err138 = {instancePath:instancePath+"/trades/roundSizes",schemaPath:"#/properties/trades/properties/roundSizes/required",keyword:"required",params:{missingProperty: "round"},message:"must have required property '"+"round"+"'"};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
if(data38.near === undefined){
const err139 = {instancePath:instancePath+"/trades/roundSizes",schemaPath:"#/properties/trades/properties/roundSizes/required",keyword:"required",params:{missingProperty: "near"},message:"must have required property '"+"near"+"'"};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
if(data38.round !== undefined){
let data39 = data38.round;
if(!(((typeof data39 == "number") && (!(data39 % 1) && !isNaN(data39))) && (isFinite(data39)))){
const err140 = {instancePath:instancePath+"/trades/roundSizes/round",schemaPath:"#/properties/trades/properties/roundSizes/properties/round/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
if((typeof data39 == "number") && (isFinite(data39))){
if(data39 > 9007199254740991 || isNaN(data39)){
const err141 = {instancePath:instancePath+"/trades/roundSizes/round",schemaPath:"#/properties/trades/properties/roundSizes/properties/round/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991},message:"must be <= 9007199254740991"};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
if(data39 < 0 || isNaN(data39)){
const err142 = {instancePath:instancePath+"/trades/roundSizes/round",schemaPath:"#/properties/trades/properties/roundSizes/properties/round/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
}
}
if(data38.near !== undefined){
let data40 = data38.near;
if(!(((typeof data40 == "number") && (!(data40 % 1) && !isNaN(data40))) && (isFinite(data40)))){
const err143 = {instancePath:instancePath+"/trades/roundSizes/near",schemaPath:"#/properties/trades/properties/roundSizes/properties/near/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
if((typeof data40 == "number") && (isFinite(data40))){
if(data40 > 9007199254740991 || isNaN(data40)){
const err144 = {instancePath:instancePath+"/trades/roundSizes/near",schemaPath:"#/properties/trades/properties/roundSizes/properties/near/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991},message:"must be <= 9007199254740991"};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
if(data40 < 0 || isNaN(data40)){
const err145 = {instancePath:instancePath+"/trades/roundSizes/near",schemaPath:"#/properties/trades/properties/roundSizes/properties/near/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
}
}
}
}
if(data34.largestSizes !== undefined){
let data41 = data34.largestSizes;
if((!(Array.isArray(data41))) && (data41 !== null)){
const err146 = {instancePath:instancePath+"/trades/largestSizes",schemaPath:"#/properties/trades/properties/largestSizes/type",keyword:"type",params:{type: schema32.properties.trades.properties.largestSizes.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
if(Array.isArray(data41)){
if(data41.length > 200){
const err147 = {instancePath:instancePath+"/trades/largestSizes",schemaPath:"#/properties/trades/properties/largestSizes/maxItems",keyword:"maxItems",params:{limit: 200},message:"must NOT have more than 200 items"};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
const len6 = data41.length;
for(let i4=0; i4<len6; i4++){
let data42 = data41[i4];
if((!((typeof data42 == "number") && (isFinite(data42)))) && (typeof data42 !== "string")){
const err148 = {instancePath:instancePath+"/trades/largestSizes/" + i4,schemaPath:"#/properties/trades/properties/largestSizes/items/type",keyword:"type",params:{type: schema32.properties.trades.properties.largestSizes.items.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
if((typeof data42 == "number") && (isFinite(data42))){
if(data42 > 1e+21 || isNaN(data42)){
const err149 = {instancePath:instancePath+"/trades/largestSizes/" + i4,schemaPath:"#/properties/trades/properties/largestSizes/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
if(data42 < 1e-18 || isNaN(data42)){
const err150 = {instancePath:instancePath+"/trades/largestSizes/" + i4,schemaPath:"#/properties/trades/properties/largestSizes/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-18},message:"must be >= 1e-18"};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
}
errors++;
}
}
if(typeof data42 === "string"){
if(!pattern7.test(data42)){
const err151 = {instancePath:instancePath+"/trades/largestSizes/" + i4,schemaPath:"#/properties/trades/properties/largestSizes/items/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err151];
}
else {
vErrors.push(err151);
}
errors++;
}
}
}
}
}
if(data34.buckets !== undefined){
let data43 = data34.buckets;
if((!(Array.isArray(data43))) && (data43 !== null)){
const err152 = {instancePath:instancePath+"/trades/buckets",schemaPath:"#/properties/trades/properties/buckets/type",keyword:"type",params:{type: schema32.properties.trades.properties.buckets.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err152];
}
else {
vErrors.push(err152);
}
errors++;
}
if(Array.isArray(data43)){
if(data43.length > 200){
const err153 = {instancePath:instancePath+"/trades/buckets",schemaPath:"#/properties/trades/properties/buckets/maxItems",keyword:"maxItems",params:{limit: 200},message:"must NOT have more than 200 items"};
if(vErrors === null){
vErrors = [err153];
}
else {
vErrors.push(err153);
}
errors++;
}
const len7 = data43.length;
for(let i5=0; i5<len7; i5++){
let data44 = data43[i5];
if(data44 && typeof data44 == "object" && !Array.isArray(data44)){
if(data44.buyVolume === undefined){
const err154 = {instancePath:instancePath+"/trades/buckets/" + i5,schemaPath:"#/properties/trades/properties/buckets/items/required",keyword:"required",params:{missingProperty: "buyVolume"},message:"must have required property '"+"buyVolume"+"'"};
if(vErrors === null){
vErrors = [err154];
}
else {
vErrors.push(err154);
}
errors++;
}
if(data44.sellVolume === undefined){
const err155 = {instancePath:instancePath+"/trades/buckets/" + i5,schemaPath:"#/properties/trades/properties/buckets/items/required",keyword:"required",params:{missingProperty: "sellVolume"},message:"must have required property '"+"sellVolume"+"'"};
if(vErrors === null){
vErrors = [err155];
}
else {
vErrors.push(err155);
}
errors++;
}
if(data44.buyVolume !== undefined){
let data45 = data44.buyVolume;
if((!((typeof data45 == "number") && (isFinite(data45)))) && (typeof data45 !== "string")){
const err156 = {instancePath:instancePath+"/trades/buckets/" + i5+"/buyVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/buyVolume/type",keyword:"type",params:{type: schema32.properties.trades.properties.buckets.items.properties.buyVolume.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err156];
}
else {
vErrors.push(err156);
}
errors++;
}
const _errs108 = errors;
let valid26 = false;
const _errs109 = errors;
if(0 !== data45){
const err157 = {instancePath:instancePath+"/trades/buckets/" + i5+"/buyVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/buyVolume/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err157];
}
else {
vErrors.push(err157);
}
errors++;
}
var _valid5 = _errs109 === errors;
valid26 = valid26 || _valid5;
const _errs110 = errors;
if((typeof data45 == "number") && (isFinite(data45))){
if(data45 > 1e+21 || isNaN(data45)){
const err158 = {instancePath:instancePath+"/trades/buckets/" + i5+"/buyVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/buyVolume/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err158];
}
else {
vErrors.push(err158);
}
errors++;
}
if(data45 < 1e-18 || isNaN(data45)){
const err159 = {instancePath:instancePath+"/trades/buckets/" + i5+"/buyVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/buyVolume/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-18},message:"must be >= 1e-18"};
if(vErrors === null){
vErrors = [err159];
}
else {
vErrors.push(err159);
}
errors++;
}
}
var _valid5 = _errs110 === errors;
valid26 = valid26 || _valid5;
if(!valid26){
const err160 = {instancePath:instancePath+"/trades/buckets/" + i5+"/buyVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/buyVolume/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err160];
}
else {
vErrors.push(err160);
}
errors++;
}
else {
errors = _errs108;
if(vErrors !== null){
if(_errs108){
vErrors.length = _errs108;
}
else {
vErrors = null;
}
}
}
if(typeof data45 === "string"){
if(!pattern17.test(data45)){
const err161 = {instancePath:instancePath+"/trades/buckets/" + i5+"/buyVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/buyVolume/pattern",keyword:"pattern",params:{pattern: "^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err161];
}
else {
vErrors.push(err161);
}
errors++;
}
}
}
if(data44.sellVolume !== undefined){
let data46 = data44.sellVolume;
if((!((typeof data46 == "number") && (isFinite(data46)))) && (typeof data46 !== "string")){
const err162 = {instancePath:instancePath+"/trades/buckets/" + i5+"/sellVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/sellVolume/type",keyword:"type",params:{type: schema32.properties.trades.properties.buckets.items.properties.sellVolume.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err162];
}
else {
vErrors.push(err162);
}
errors++;
}
const _errs113 = errors;
let valid27 = false;
const _errs114 = errors;
if(0 !== data46){
const err163 = {instancePath:instancePath+"/trades/buckets/" + i5+"/sellVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/sellVolume/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err163];
}
else {
vErrors.push(err163);
}
errors++;
}
var _valid6 = _errs114 === errors;
valid27 = valid27 || _valid6;
const _errs115 = errors;
if((typeof data46 == "number") && (isFinite(data46))){
if(data46 > 1e+21 || isNaN(data46)){
const err164 = {instancePath:instancePath+"/trades/buckets/" + i5+"/sellVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/sellVolume/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err164];
}
else {
vErrors.push(err164);
}
errors++;
}
if(data46 < 1e-18 || isNaN(data46)){
const err165 = {instancePath:instancePath+"/trades/buckets/" + i5+"/sellVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/sellVolume/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-18},message:"must be >= 1e-18"};
if(vErrors === null){
vErrors = [err165];
}
else {
vErrors.push(err165);
}
errors++;
}
}
var _valid6 = _errs115 === errors;
valid27 = valid27 || _valid6;
if(!valid27){
const err166 = {instancePath:instancePath+"/trades/buckets/" + i5+"/sellVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/sellVolume/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err166];
}
else {
vErrors.push(err166);
}
errors++;
}
else {
errors = _errs113;
if(vErrors !== null){
if(_errs113){
vErrors.length = _errs113;
}
else {
vErrors = null;
}
}
}
if(typeof data46 === "string"){
if(!pattern17.test(data46)){
const err167 = {instancePath:instancePath+"/trades/buckets/" + i5+"/sellVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/sellVolume/pattern",keyword:"pattern",params:{pattern: "^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err167];
}
else {
vErrors.push(err167);
}
errors++;
}
}
}
}
else {
const err168 = {instancePath:instancePath+"/trades/buckets/" + i5,schemaPath:"#/properties/trades/properties/buckets/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err168];
}
else {
vErrors.push(err168);
}
errors++;
}
}
}
}
}
}
}
else {
const err169 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err169];
}
else {
vErrors.push(err169);
}
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":{"symbol":true,"markPrice":true,"indexPrice":true,"lastPrice":true,"contractSize":true,"linear":true,"inverse":true,"settle":true,"openInterestAmount":true,"fundingRate":true,"orderBook":true,"candle":true,"leverageTiers":true,"trades":true},"dynamicProps":false,"dynamicItems":false};

export const account = validate22;
const schema33 = {"type":"object","required":["accountId","collateral"],"properties":{"accountId":{"description":"The exchange's pseudonym.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,128}$"},"owner":{"description":"Pseudonym of whoever controls the account, if several accounts have one controller.","type":["string","null"],"pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,128}$"},"equity":{"description":"The venue's own figure of the cross equity, collateral and unrealised PnL; null if the venue does not know it.","type":["number","string","null"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-30,"maximum":1e+21},{"minimum":-1e+21,"maximum":-1e-30}]},"collateral":{"description":"Cross collateral; an empty list for an account that has none.","type":"array","maxItems":1000,"items":{"type":"object","required":["currency","amount"],"properties":{"currency":{"description":"Currency code.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"},"amount":{"description":"Amount; negative where borrowed.","type":["number","string"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-30,"maximum":1e+21},{"minimum":-1e+21,"maximum":-1e-30}]}}}}}};
const pattern43 = new RegExp("^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,128}$", "u");

function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate22.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.accountId === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "accountId"},message:"must have required property '"+"accountId"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.collateral === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "collateral"},message:"must have required property '"+"collateral"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.accountId !== undefined){
let data0 = data.accountId;
if(typeof data0 === "string"){
if(!pattern43.test(data0)){
const err2 = {instancePath:instancePath+"/accountId",schemaPath:"#/properties/accountId/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,128}$"},message:"must match pattern \""+"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,128}$"+"\""};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/accountId",schemaPath:"#/properties/accountId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.owner !== undefined){
let data1 = data.owner;
if((typeof data1 !== "string") && (data1 !== null)){
const err4 = {instancePath:instancePath+"/owner",schemaPath:"#/properties/owner/type",keyword:"type",params:{type: schema33.properties.owner.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(typeof data1 === "string"){
if(!pattern43.test(data1)){
const err5 = {instancePath:instancePath+"/owner",schemaPath:"#/properties/owner/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,128}$"},message:"must match pattern \""+"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,128}$"+"\""};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
if(data.equity !== undefined){
let data2 = data.equity;
if(((!((typeof data2 == "number") && (isFinite(data2)))) && (typeof data2 !== "string")) && (data2 !== null)){
const err6 = {instancePath:instancePath+"/equity",schemaPath:"#/properties/equity/type",keyword:"type",params:{type: schema33.properties.equity.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
const _errs7 = errors;
let valid1 = false;
const _errs8 = errors;
if(0 !== data2){
const err7 = {instancePath:instancePath+"/equity",schemaPath:"#/properties/equity/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
var _valid0 = _errs8 === errors;
valid1 = valid1 || _valid0;
const _errs9 = errors;
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 1e+21 || isNaN(data2)){
const err8 = {instancePath:instancePath+"/equity",schemaPath:"#/properties/equity/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data2 < 1e-30 || isNaN(data2)){
const err9 = {instancePath:instancePath+"/equity",schemaPath:"#/properties/equity/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-30},message:"must be >= 1e-30"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
var _valid0 = _errs9 === errors;
valid1 = valid1 || _valid0;
const _errs10 = errors;
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > -1e-30 || isNaN(data2)){
const err10 = {instancePath:instancePath+"/equity",schemaPath:"#/properties/equity/anyOf/2/maximum",keyword:"maximum",params:{comparison: "<=", limit: -1e-30},message:"must be <= -1e-30"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(data2 < -1e+21 || isNaN(data2)){
const err11 = {instancePath:instancePath+"/equity",schemaPath:"#/properties/equity/anyOf/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1e+21},message:"must be >= -1e+21"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
var _valid0 = _errs10 === errors;
valid1 = valid1 || _valid0;
if(!valid1){
const err12 = {instancePath:instancePath+"/equity",schemaPath:"#/properties/equity/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
else {
errors = _errs7;
if(vErrors !== null){
if(_errs7){
vErrors.length = _errs7;
}
else {
vErrors = null;
}
}
}
if(typeof data2 === "string"){
if(!pattern9.test(data2)){
const err13 = {instancePath:instancePath+"/equity",schemaPath:"#/properties/equity/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
if(data.collateral !== undefined){
let data3 = data.collateral;
if(Array.isArray(data3)){
if(data3.length > 1000){
const err14 = {instancePath:instancePath+"/collateral",schemaPath:"#/properties/collateral/maxItems",keyword:"maxItems",params:{limit: 1000},message:"must NOT have more than 1000 items"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(data4.currency === undefined){
const err15 = {instancePath:instancePath+"/collateral/" + i0,schemaPath:"#/properties/collateral/items/required",keyword:"required",params:{missingProperty: "currency"},message:"must have required property '"+"currency"+"'"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data4.amount === undefined){
const err16 = {instancePath:instancePath+"/collateral/" + i0,schemaPath:"#/properties/collateral/items/required",keyword:"required",params:{missingProperty: "amount"},message:"must have required property '"+"amount"+"'"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(data4.currency !== undefined){
let data5 = data4.currency;
if(typeof data5 === "string"){
if(!pattern6.test(data5)){
const err17 = {instancePath:instancePath+"/collateral/" + i0+"/currency",schemaPath:"#/properties/collateral/items/properties/currency/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"},message:"must match pattern \""+"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"+"\""};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
else {
const err18 = {instancePath:instancePath+"/collateral/" + i0+"/currency",schemaPath:"#/properties/collateral/items/properties/currency/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data4.amount !== undefined){
let data6 = data4.amount;
if((!((typeof data6 == "number") && (isFinite(data6)))) && (typeof data6 !== "string")){
const err19 = {instancePath:instancePath+"/collateral/" + i0+"/amount",schemaPath:"#/properties/collateral/items/properties/amount/type",keyword:"type",params:{type: schema33.properties.collateral.items.properties.amount.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
const _errs19 = errors;
let valid5 = false;
const _errs20 = errors;
if(0 !== data6){
const err20 = {instancePath:instancePath+"/collateral/" + i0+"/amount",schemaPath:"#/properties/collateral/items/properties/amount/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
var _valid1 = _errs20 === errors;
valid5 = valid5 || _valid1;
const _errs21 = errors;
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 > 1e+21 || isNaN(data6)){
const err21 = {instancePath:instancePath+"/collateral/" + i0+"/amount",schemaPath:"#/properties/collateral/items/properties/amount/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if(data6 < 1e-30 || isNaN(data6)){
const err22 = {instancePath:instancePath+"/collateral/" + i0+"/amount",schemaPath:"#/properties/collateral/items/properties/amount/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-30},message:"must be >= 1e-30"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
var _valid1 = _errs21 === errors;
valid5 = valid5 || _valid1;
const _errs22 = errors;
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 > -1e-30 || isNaN(data6)){
const err23 = {instancePath:instancePath+"/collateral/" + i0+"/amount",schemaPath:"#/properties/collateral/items/properties/amount/anyOf/2/maximum",keyword:"maximum",params:{comparison: "<=", limit: -1e-30},message:"must be <= -1e-30"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if(data6 < -1e+21 || isNaN(data6)){
const err24 = {instancePath:instancePath+"/collateral/" + i0+"/amount",schemaPath:"#/properties/collateral/items/properties/amount/anyOf/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1e+21},message:"must be >= -1e+21"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
var _valid1 = _errs22 === errors;
valid5 = valid5 || _valid1;
if(!valid5){
const err25 = {instancePath:instancePath+"/collateral/" + i0+"/amount",schemaPath:"#/properties/collateral/items/properties/amount/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
else {
errors = _errs19;
if(vErrors !== null){
if(_errs19){
vErrors.length = _errs19;
}
else {
vErrors = null;
}
}
}
if(typeof data6 === "string"){
if(!pattern9.test(data6)){
const err26 = {instancePath:instancePath+"/collateral/" + i0+"/amount",schemaPath:"#/properties/collateral/items/properties/amount/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
}
else {
const err27 = {instancePath:instancePath+"/collateral/" + i0,schemaPath:"#/properties/collateral/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
else {
const err28 = {instancePath:instancePath+"/collateral",schemaPath:"#/properties/collateral/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
}
else {
const err29 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
validate22.errors = vErrors;
return errors === 0;
}
validate22.evaluated = {"props":{"accountId":true,"owner":true,"equity":true,"collateral":true},"dynamicProps":false,"dynamicItems":false};

export const position = validate23;
const schema34 = {"type":"object","description":"One position per account, symbol, side and margin mode. A row of 0 contracts counts for nothing, whatever else it holds.","required":["contracts"],"properties":{"contracts":{"description":"Number of contracts.","type":["number","string"],"pattern":"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-18,"maximum":1e+21}]}},"if":{"properties":{"contracts":{"anyOf":[{"const":0},{"type":"string","pattern":"^-?0+(\\.0+)?([eE][-+]?[0-9]{1,2})?$"}]}},"required":["contracts"]},"then":{},"else":{"required":["accountId","symbol","side","entryPrice"],"properties":{"accountId":{"description":"The account that holds it.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,128}$"},"symbol":{"description":"The market that it is in.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$"},"side":{"description":"The side carries the sign; contracts are never negative.","enum":["long","short"]},"entryPrice":{"description":"Average entry price.","type":["number","string"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":1e-12,"maximum":1000000000000},"marginMode":{"description":"cross if absent; null if it is not known.","enum":["cross","isolated",null]},"leverage":{"description":"Leverage chosen by the trader.","type":["number","string","null"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":0.000001,"maximum":1000000},"margin":{"description":"Isolated margin in settlement currency, unrealised PnL excluded; goes before collateral.","type":["number","string","null"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-30,"maximum":1e+21},{"minimum":-1e+21,"maximum":-1e-30}]},"collateral":{"description":"Isolated margin in settlement currency, unrealised PnL included. If neither is given, the margin is unknown.","type":["number","string","null"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-30,"maximum":1e+21},{"minimum":-1e+21,"maximum":-1e-30}]},"maintenanceMargin":{"description":"Taken if given, else computed.","type":["number","string","null"],"pattern":"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-30,"maximum":1e+21}]},"unrealizedPnl":{"description":"In settlement currency; taken if given, else computed.","type":["number","string","null"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-30,"maximum":1e+21},{"minimum":-1e+21,"maximum":-1e-30}]},"liquidationPrice":{"description":"Taken if given, else computed; 0 or negative: never.","type":["number","string","null"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-40,"maximum":1e+40},{"minimum":-1e+40,"maximum":-1e-40}]}}}};
const pattern48 = new RegExp("^-?0+(\\.0+)?([eE][-+]?[0-9]{1,2})?$", "u");

function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate23.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
const _errs1 = errors;
let valid0 = true;
const _errs2 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.contracts === undefined) && (missing0 = "contracts")){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
else {
if(data.contracts !== undefined){
let data0 = data.contracts;
const _errs4 = errors;
let valid2 = false;
const _errs5 = errors;
if(0 !== data0){
const err1 = {};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
var _valid1 = _errs5 === errors;
valid2 = valid2 || _valid1;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data0 === "string"){
if(!pattern48.test(data0)){
const err2 = {};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
var _valid1 = _errs6 === errors;
valid2 = valid2 || _valid1;
if(!valid2){
const err4 = {};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
else {
errors = _errs4;
if(vErrors !== null){
if(_errs4){
vErrors.length = _errs4;
}
else {
vErrors = null;
}
}
}
}
}
}
var _valid0 = _errs2 === errors;
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
if(!_valid0){
const _errs8 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.accountId === undefined){
const err5 = {instancePath,schemaPath:"#/else/required",keyword:"required",params:{missingProperty: "accountId"},message:"must have required property '"+"accountId"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data.symbol === undefined){
const err6 = {instancePath,schemaPath:"#/else/required",keyword:"required",params:{missingProperty: "symbol"},message:"must have required property '"+"symbol"+"'"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data.side === undefined){
const err7 = {instancePath,schemaPath:"#/else/required",keyword:"required",params:{missingProperty: "side"},message:"must have required property '"+"side"+"'"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data.entryPrice === undefined){
const err8 = {instancePath,schemaPath:"#/else/required",keyword:"required",params:{missingProperty: "entryPrice"},message:"must have required property '"+"entryPrice"+"'"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data.accountId !== undefined){
let data1 = data.accountId;
if(typeof data1 === "string"){
if(!pattern43.test(data1)){
const err9 = {instancePath:instancePath+"/accountId",schemaPath:"#/else/properties/accountId/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,128}$"},message:"must match pattern \""+"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,128}$"+"\""};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/accountId",schemaPath:"#/else/properties/accountId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.symbol !== undefined){
let data2 = data.symbol;
if(typeof data2 === "string"){
if(!pattern5.test(data2)){
const err11 = {instancePath:instancePath+"/symbol",schemaPath:"#/else/properties/symbol/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$"},message:"must match pattern \""+"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$"+"\""};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/symbol",schemaPath:"#/else/properties/symbol/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.side !== undefined){
let data3 = data.side;
if(!((data3 === "long") || (data3 === "short"))){
const err13 = {instancePath:instancePath+"/side",schemaPath:"#/else/properties/side/enum",keyword:"enum",params:{allowedValues: schema34.else.properties.side.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.entryPrice !== undefined){
let data4 = data.entryPrice;
if((!((typeof data4 == "number") && (isFinite(data4)))) && (typeof data4 !== "string")){
const err14 = {instancePath:instancePath+"/entryPrice",schemaPath:"#/else/properties/entryPrice/type",keyword:"type",params:{type: schema34.else.properties.entryPrice.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 1000000000000 || isNaN(data4)){
const err15 = {instancePath:instancePath+"/entryPrice",schemaPath:"#/else/properties/entryPrice/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000},message:"must be <= 1000000000000"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data4 < 1e-12 || isNaN(data4)){
const err16 = {instancePath:instancePath+"/entryPrice",schemaPath:"#/else/properties/entryPrice/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-12},message:"must be >= 1e-12"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(typeof data4 === "string"){
if(!pattern7.test(data4)){
const err17 = {instancePath:instancePath+"/entryPrice",schemaPath:"#/else/properties/entryPrice/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
if(data.marginMode !== undefined){
let data5 = data.marginMode;
if(!(((data5 === "cross") || (data5 === "isolated")) || (data5 === null))){
const err18 = {instancePath:instancePath+"/marginMode",schemaPath:"#/else/properties/marginMode/enum",keyword:"enum",params:{allowedValues: schema34.else.properties.marginMode.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.leverage !== undefined){
let data6 = data.leverage;
if(((!((typeof data6 == "number") && (isFinite(data6)))) && (typeof data6 !== "string")) && (data6 !== null)){
const err19 = {instancePath:instancePath+"/leverage",schemaPath:"#/else/properties/leverage/type",keyword:"type",params:{type: schema34.else.properties.leverage.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 > 1000000 || isNaN(data6)){
const err20 = {instancePath:instancePath+"/leverage",schemaPath:"#/else/properties/leverage/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000},message:"must be <= 1000000"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(data6 < 0.000001 || isNaN(data6)){
const err21 = {instancePath:instancePath+"/leverage",schemaPath:"#/else/properties/leverage/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0.000001},message:"must be >= 0.000001"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(typeof data6 === "string"){
if(!pattern7.test(data6)){
const err22 = {instancePath:instancePath+"/leverage",schemaPath:"#/else/properties/leverage/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
if(data.margin !== undefined){
let data7 = data.margin;
if(((!((typeof data7 == "number") && (isFinite(data7)))) && (typeof data7 !== "string")) && (data7 !== null)){
const err23 = {instancePath:instancePath+"/margin",schemaPath:"#/else/properties/margin/type",keyword:"type",params:{type: schema34.else.properties.margin.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
const _errs21 = errors;
let valid4 = false;
const _errs22 = errors;
if(0 !== data7){
const err24 = {instancePath:instancePath+"/margin",schemaPath:"#/else/properties/margin/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
var _valid2 = _errs22 === errors;
valid4 = valid4 || _valid2;
const _errs23 = errors;
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 > 1e+21 || isNaN(data7)){
const err25 = {instancePath:instancePath+"/margin",schemaPath:"#/else/properties/margin/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
if(data7 < 1e-30 || isNaN(data7)){
const err26 = {instancePath:instancePath+"/margin",schemaPath:"#/else/properties/margin/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-30},message:"must be >= 1e-30"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
var _valid2 = _errs23 === errors;
valid4 = valid4 || _valid2;
const _errs24 = errors;
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 > -1e-30 || isNaN(data7)){
const err27 = {instancePath:instancePath+"/margin",schemaPath:"#/else/properties/margin/anyOf/2/maximum",keyword:"maximum",params:{comparison: "<=", limit: -1e-30},message:"must be <= -1e-30"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(data7 < -1e+21 || isNaN(data7)){
const err28 = {instancePath:instancePath+"/margin",schemaPath:"#/else/properties/margin/anyOf/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1e+21},message:"must be >= -1e+21"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
var _valid2 = _errs24 === errors;
valid4 = valid4 || _valid2;
if(!valid4){
const err29 = {instancePath:instancePath+"/margin",schemaPath:"#/else/properties/margin/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
else {
errors = _errs21;
if(vErrors !== null){
if(_errs21){
vErrors.length = _errs21;
}
else {
vErrors = null;
}
}
}
if(typeof data7 === "string"){
if(!pattern9.test(data7)){
const err30 = {instancePath:instancePath+"/margin",schemaPath:"#/else/properties/margin/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
}
if(data.collateral !== undefined){
let data8 = data.collateral;
if(((!((typeof data8 == "number") && (isFinite(data8)))) && (typeof data8 !== "string")) && (data8 !== null)){
const err31 = {instancePath:instancePath+"/collateral",schemaPath:"#/else/properties/collateral/type",keyword:"type",params:{type: schema34.else.properties.collateral.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
const _errs27 = errors;
let valid5 = false;
const _errs28 = errors;
if(0 !== data8){
const err32 = {instancePath:instancePath+"/collateral",schemaPath:"#/else/properties/collateral/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
var _valid3 = _errs28 === errors;
valid5 = valid5 || _valid3;
const _errs29 = errors;
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 > 1e+21 || isNaN(data8)){
const err33 = {instancePath:instancePath+"/collateral",schemaPath:"#/else/properties/collateral/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if(data8 < 1e-30 || isNaN(data8)){
const err34 = {instancePath:instancePath+"/collateral",schemaPath:"#/else/properties/collateral/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-30},message:"must be >= 1e-30"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
var _valid3 = _errs29 === errors;
valid5 = valid5 || _valid3;
const _errs30 = errors;
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 > -1e-30 || isNaN(data8)){
const err35 = {instancePath:instancePath+"/collateral",schemaPath:"#/else/properties/collateral/anyOf/2/maximum",keyword:"maximum",params:{comparison: "<=", limit: -1e-30},message:"must be <= -1e-30"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
if(data8 < -1e+21 || isNaN(data8)){
const err36 = {instancePath:instancePath+"/collateral",schemaPath:"#/else/properties/collateral/anyOf/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1e+21},message:"must be >= -1e+21"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
var _valid3 = _errs30 === errors;
valid5 = valid5 || _valid3;
if(!valid5){
const err37 = {instancePath:instancePath+"/collateral",schemaPath:"#/else/properties/collateral/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
else {
errors = _errs27;
if(vErrors !== null){
if(_errs27){
vErrors.length = _errs27;
}
else {
vErrors = null;
}
}
}
if(typeof data8 === "string"){
if(!pattern9.test(data8)){
const err38 = {instancePath:instancePath+"/collateral",schemaPath:"#/else/properties/collateral/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
}
if(data.maintenanceMargin !== undefined){
let data9 = data.maintenanceMargin;
if(((!((typeof data9 == "number") && (isFinite(data9)))) && (typeof data9 !== "string")) && (data9 !== null)){
const err39 = {instancePath:instancePath+"/maintenanceMargin",schemaPath:"#/else/properties/maintenanceMargin/type",keyword:"type",params:{type: schema34.else.properties.maintenanceMargin.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
const _errs33 = errors;
let valid6 = false;
const _errs34 = errors;
if(0 !== data9){
const err40 = {instancePath:instancePath+"/maintenanceMargin",schemaPath:"#/else/properties/maintenanceMargin/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
var _valid4 = _errs34 === errors;
valid6 = valid6 || _valid4;
const _errs35 = errors;
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 1e+21 || isNaN(data9)){
const err41 = {instancePath:instancePath+"/maintenanceMargin",schemaPath:"#/else/properties/maintenanceMargin/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
if(data9 < 1e-30 || isNaN(data9)){
const err42 = {instancePath:instancePath+"/maintenanceMargin",schemaPath:"#/else/properties/maintenanceMargin/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-30},message:"must be >= 1e-30"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
var _valid4 = _errs35 === errors;
valid6 = valid6 || _valid4;
if(!valid6){
const err43 = {instancePath:instancePath+"/maintenanceMargin",schemaPath:"#/else/properties/maintenanceMargin/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
else {
errors = _errs33;
if(vErrors !== null){
if(_errs33){
vErrors.length = _errs33;
}
else {
vErrors = null;
}
}
}
if(typeof data9 === "string"){
if(!pattern17.test(data9)){
const err44 = {instancePath:instancePath+"/maintenanceMargin",schemaPath:"#/else/properties/maintenanceMargin/pattern",keyword:"pattern",params:{pattern: "^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
}
if(data.unrealizedPnl !== undefined){
let data10 = data.unrealizedPnl;
if(((!((typeof data10 == "number") && (isFinite(data10)))) && (typeof data10 !== "string")) && (data10 !== null)){
const err45 = {instancePath:instancePath+"/unrealizedPnl",schemaPath:"#/else/properties/unrealizedPnl/type",keyword:"type",params:{type: schema34.else.properties.unrealizedPnl.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
const _errs38 = errors;
let valid7 = false;
const _errs39 = errors;
if(0 !== data10){
const err46 = {instancePath:instancePath+"/unrealizedPnl",schemaPath:"#/else/properties/unrealizedPnl/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
var _valid5 = _errs39 === errors;
valid7 = valid7 || _valid5;
const _errs40 = errors;
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 > 1e+21 || isNaN(data10)){
const err47 = {instancePath:instancePath+"/unrealizedPnl",schemaPath:"#/else/properties/unrealizedPnl/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
if(data10 < 1e-30 || isNaN(data10)){
const err48 = {instancePath:instancePath+"/unrealizedPnl",schemaPath:"#/else/properties/unrealizedPnl/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-30},message:"must be >= 1e-30"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
var _valid5 = _errs40 === errors;
valid7 = valid7 || _valid5;
const _errs41 = errors;
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 > -1e-30 || isNaN(data10)){
const err49 = {instancePath:instancePath+"/unrealizedPnl",schemaPath:"#/else/properties/unrealizedPnl/anyOf/2/maximum",keyword:"maximum",params:{comparison: "<=", limit: -1e-30},message:"must be <= -1e-30"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
if(data10 < -1e+21 || isNaN(data10)){
const err50 = {instancePath:instancePath+"/unrealizedPnl",schemaPath:"#/else/properties/unrealizedPnl/anyOf/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1e+21},message:"must be >= -1e+21"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
var _valid5 = _errs41 === errors;
valid7 = valid7 || _valid5;
if(!valid7){
const err51 = {instancePath:instancePath+"/unrealizedPnl",schemaPath:"#/else/properties/unrealizedPnl/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
else {
errors = _errs38;
if(vErrors !== null){
if(_errs38){
vErrors.length = _errs38;
}
else {
vErrors = null;
}
}
}
if(typeof data10 === "string"){
if(!pattern9.test(data10)){
const err52 = {instancePath:instancePath+"/unrealizedPnl",schemaPath:"#/else/properties/unrealizedPnl/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
}
if(data.liquidationPrice !== undefined){
let data11 = data.liquidationPrice;
if(((!((typeof data11 == "number") && (isFinite(data11)))) && (typeof data11 !== "string")) && (data11 !== null)){
const err53 = {instancePath:instancePath+"/liquidationPrice",schemaPath:"#/else/properties/liquidationPrice/type",keyword:"type",params:{type: schema34.else.properties.liquidationPrice.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
const _errs44 = errors;
let valid8 = false;
const _errs45 = errors;
if(0 !== data11){
const err54 = {instancePath:instancePath+"/liquidationPrice",schemaPath:"#/else/properties/liquidationPrice/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
var _valid6 = _errs45 === errors;
valid8 = valid8 || _valid6;
const _errs46 = errors;
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 > 1e+40 || isNaN(data11)){
const err55 = {instancePath:instancePath+"/liquidationPrice",schemaPath:"#/else/properties/liquidationPrice/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+40},message:"must be <= 1e+40"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
if(data11 < 1e-40 || isNaN(data11)){
const err56 = {instancePath:instancePath+"/liquidationPrice",schemaPath:"#/else/properties/liquidationPrice/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-40},message:"must be >= 1e-40"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
var _valid6 = _errs46 === errors;
valid8 = valid8 || _valid6;
const _errs47 = errors;
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 > -1e-40 || isNaN(data11)){
const err57 = {instancePath:instancePath+"/liquidationPrice",schemaPath:"#/else/properties/liquidationPrice/anyOf/2/maximum",keyword:"maximum",params:{comparison: "<=", limit: -1e-40},message:"must be <= -1e-40"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
if(data11 < -1e+40 || isNaN(data11)){
const err58 = {instancePath:instancePath+"/liquidationPrice",schemaPath:"#/else/properties/liquidationPrice/anyOf/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1e+40},message:"must be >= -1e+40"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
var _valid6 = _errs47 === errors;
valid8 = valid8 || _valid6;
if(!valid8){
const err59 = {instancePath:instancePath+"/liquidationPrice",schemaPath:"#/else/properties/liquidationPrice/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
else {
errors = _errs44;
if(vErrors !== null){
if(_errs44){
vErrors.length = _errs44;
}
else {
vErrors = null;
}
}
}
if(typeof data11 === "string"){
if(!pattern9.test(data11)){
const err60 = {instancePath:instancePath+"/liquidationPrice",schemaPath:"#/else/properties/liquidationPrice/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
}
}
var _valid0 = _errs8 === errors;
valid0 = _valid0;
if(valid0){
var props0 = {};
props0.accountId = true;
props0.symbol = true;
props0.side = true;
props0.entryPrice = true;
props0.marginMode = true;
props0.leverage = true;
props0.margin = true;
props0.collateral = true;
props0.maintenanceMargin = true;
props0.unrealizedPnl = true;
props0.liquidationPrice = true;
props0.contracts = true;
}
}
if(!valid0){
const err61 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: "else"},message:"must match \"else\" schema"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.contracts === undefined){
const err62 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "contracts"},message:"must have required property '"+"contracts"+"'"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
if(props0 !== true){
props0 = props0 || {};
props0.contracts = true;
}
if(data.contracts !== undefined){
let data12 = data.contracts;
if((!((typeof data12 == "number") && (isFinite(data12)))) && (typeof data12 !== "string")){
const err63 = {instancePath:instancePath+"/contracts",schemaPath:"#/properties/contracts/type",keyword:"type",params:{type: schema34.properties.contracts.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
const _errs50 = errors;
let valid10 = false;
const _errs51 = errors;
if(0 !== data12){
const err64 = {instancePath:instancePath+"/contracts",schemaPath:"#/properties/contracts/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
var _valid7 = _errs51 === errors;
valid10 = valid10 || _valid7;
const _errs52 = errors;
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 > 1e+21 || isNaN(data12)){
const err65 = {instancePath:instancePath+"/contracts",schemaPath:"#/properties/contracts/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
if(data12 < 1e-18 || isNaN(data12)){
const err66 = {instancePath:instancePath+"/contracts",schemaPath:"#/properties/contracts/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-18},message:"must be >= 1e-18"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
var _valid7 = _errs52 === errors;
valid10 = valid10 || _valid7;
if(!valid10){
const err67 = {instancePath:instancePath+"/contracts",schemaPath:"#/properties/contracts/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
else {
errors = _errs50;
if(vErrors !== null){
if(_errs50){
vErrors.length = _errs50;
}
else {
vErrors = null;
}
}
}
if(typeof data12 === "string"){
if(!pattern17.test(data12)){
const err68 = {instancePath:instancePath+"/contracts",schemaPath:"#/properties/contracts/pattern",keyword:"pattern",params:{pattern: "^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
}
}
else {
const err69 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
validate23.errors = vErrors;
evaluated0.props = props0;
return errors === 0;
}
validate23.evaluated = {"dynamicProps":true,"dynamicItems":false};

